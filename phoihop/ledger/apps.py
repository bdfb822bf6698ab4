from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "phoihop.ledger"

    def ready(self) -> None:
        from phoihop.ground.command import use_recorder
        from phoihop.ledger import commands

        use_recorder(commands.record)
        listener = commands.Listener(name="works", wants=commands.is_worked_on, hear=commands.work, is_long=True)
        commands.add_listener(listener)
