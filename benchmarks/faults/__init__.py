"""Bad nights, by seed: real processes under load are killed, stopped, starved and cut off, and then everything they
acknowledged is asked for again.

    python -m benchmarks.faults --rounds 200 --seed 1 --database both -o FILE.jsonl
    python -m benchmarks.faults --write-docs FILE.jsonl …

A round is a copy of a prepared house, its processes, clients that sign nobody in anew and write down what was
acknowledged (`clients`), one or two faults at moments of the seed's choosing (`striking`), and a judge that starts
nothing but the queue and looks at every act, every obligation, the ledger, the mails and the files (`judging`).
"""
