"""Three PostgreSQL nodes under Patroni with etcd, and haproxy before them: the leader is chosen by the machines."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
from pathlib import Path

import psycopg

from benchmarks.cluster.pair import answers
from benchmarks.cluster.processes import Process, as_other, free_port, give, need, program, wait

# As short as Patroni allows: a leader that is gone is missed after `ttl` seconds.
TTL, LOOP_WAIT, RETRY = 20, 5, 5

NODE = """
scope: phoihop
name: {name}
restapi: {{listen: '127.0.0.1:{rest}', connect_address: '127.0.0.1:{rest}'}}
etcd3: {{hosts: '127.0.0.1:{etcd}'}}
bootstrap:
  dcs:
    ttl: {ttl}
    loop_wait: {loop_wait}
    retry_timeout: {retry}
    maximum_lag_on_failover: 1048576
    synchronous_mode: {synchronous}
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters: {{max_connections: 60, shared_buffers: 64MB, wal_log_hints: 'on', max_wal_senders: 8}}
  initdb: [{{encoding: UTF8}}, {{locale: C.UTF-8}}, data-checksums]
  pg_hba:
    - host all all 127.0.0.1/32 scram-sha-256
    - host replication replicator 127.0.0.1/32 scram-sha-256
  users:
    phoihop: {{password: '{password}', options: [createdb]}}
postgresql:
  listen: '127.0.0.1:{port}'
  connect_address: '127.0.0.1:{port}'
  data_dir: {home}/data
  bin_dir: {programs}
  pgpass: {home}/pgpass
  authentication:
    superuser: {{username: postgres, password: '{password}'}}
    replication: {{username: replicator, password: '{password}'}}
  parameters: {{unix_socket_directories: '{home}'}}
"""

HAPROXY = """
global
    maxconn 400
defaults
    mode tcp
    timeout connect 2s
    timeout client 30m
    timeout server 30m
    timeout check 2s
listen leader
    bind 127.0.0.1:{leader}
    option httpchk
    http-check send meth OPTIONS uri /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
listen replicas
    bind 127.0.0.1:{replicas}
    option httpchk
    http-check send meth OPTIONS uri /replica?lag=16MB
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
{servers}
"""


class Node:
    """One Patroni with its PostgreSQL."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.home = name, folder / name
        self.port, self.rest = free_port(), free_port()
        self.process = Process(name, as_other("/usr/bin/env", "-C", "/", program("patroni"), self.home / "patroni.yml"),
                               folder / f"{name}.log", {"PATH": os.defpath, "LANG": "C.UTF-8"})  # fmt: skip

    def kill(self) -> None:
        """Patroni and its PostgreSQL, which is no child of it."""
        postmaster = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        self.process.kill(postmaster)

    def role(self) -> str:
        """leader, sync_standby, replica … as Patroni says; empty while it does not answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.rest, timeout=2)
        try:
            connection.request("GET", "/cluster")
            members = json.loads(connection.getresponse().read())["members"]
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return ""
        finally:
            connection.close()
        mine = [one for one in members if one["name"] == self.name and one["state"] in ("running", "streaming")]
        return str(mine[0]["role"]) if mine else ""


class Trio:
    """`url` goes by haproxy; `hosts_url` names all three and lets libpq look for whoever takes writes."""

    def __init__(self, folder: Path, *, is_synchronous: bool = True) -> None:
        need("postgres", "patroni", "etcd", "haproxy")
        self.folder, self.is_synchronous = folder, is_synchronous
        self.password = secrets.token_hex(12)
        self.nodes = [Node(f"node{number}", folder) for number in (1, 2, 3)]
        self.ports = {"leader": free_port(), "replicas": free_port()}
        self._client, self._peer = free_port(), free_port()
        client, peer = f"http://127.0.0.1:{self._client}", f"http://127.0.0.1:{self._peer}"
        self.etcd = Process("etcd", as_other(
            program("etcd"), "--name", "etcd1", "--data-dir", folder / "etcd", "--listen-client-urls", client,
            "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", f"etcd1={peer}"), folder / "etcd.log")  # fmt: skip
        self.haproxy = Process("haproxy", [program("haproxy"), "-db", "-f", str(folder / "haproxy.cfg")],
                               folder / "haproxy.log")  # fmt: skip

    @property
    def url(self) -> str:
        return f"postgresql://phoihop:{self.password}@127.0.0.1:{self.ports['leader']}/phoihop"

    @property
    def replica_url(self) -> str:
        return f"postgresql://phoihop:{self.password}@127.0.0.1:{self.ports['replicas']}/phoihop"

    @property
    def hosts_url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql://phoihop:{self.password}@{hosts}/phoihop?target_session_attrs=read-write"

    def start(self) -> None:
        for node in self.nodes:
            node.home.mkdir()
            text = NODE.format(
                name=node.name, rest=node.rest, port=node.port, home=node.home, etcd=self._client, ttl=TTL,
                loop_wait=LOOP_WAIT, retry=RETRY, password=self.password, programs=Path(program("postgres")).parent,
                synchronous=str(self.is_synchronous).lower(),
            )  # fmt: skip
            (node.home / "patroni.yml").write_text(text)
            (node.home / "patroni.yml").chmod(0o600)
        servers = "\n".join(
            f"    server {node.name} 127.0.0.1:{node.port} check port {node.rest}" for node in self.nodes
        )
        (self.folder / "haproxy.cfg").write_text(HAPROXY.format(servers=servers, **self.ports))
        (self.folder / "etcd").mkdir()
        give(self.folder)
        self.etcd.start()
        self.nodes[0].process.start()  # the first one makes the cluster, the others copy it
        wait("a leader", lambda: self.leader() is not None, within=60, told=self.nodes[0].process.tail)
        for node in self.nodes[1:]:
            node.process.start()
        self.haproxy.start()
        wait("two replicas", self.is_whole, within=90, told=self._tails)
        maintenance = self.url.removesuffix("/phoihop") + "/postgres"
        wait("haproxy's leader", lambda: answers(maintenance), within=30, told=self.haproxy.tail)
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute("CREATE DATABASE phoihop")

    def leader(self) -> Node | None:
        return next((node for node in self.nodes if node.role() in ("leader", "master")), None)

    def is_whole(self) -> bool:
        """A leader and two that follow it, one of them synchronously where that is asked for."""
        roles = sorted(node.role() for node in self.nodes)
        wanted = ["leader", "replica", "sync_standby"] if self.is_synchronous else ["leader", "replica", "replica"]
        return roles == wanted

    def stop(self) -> None:
        self.haproxy.stop()
        for node in self.nodes:
            node.process.stop(signal.SIGTERM, within=30)
        self.etcd.stop()

    def _tails(self) -> str:
        return "\n".join(node.process.tail() for node in self.nodes)
