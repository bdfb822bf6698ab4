from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "phoihop.ledger"

    def ready(self) -> None:
        from phoihop.ground.command import use_recorder
        from phoihop.ledger import commands

        use_recorder(commands.record)
