from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "phoihop.notices"

    def ready(self) -> None:
        from phoihop.ledger.commands import Listener, add_listener
        from phoihop.notices import commands

        add_listener(Listener(name="notices", wants=commands.is_told, hear=commands.hear))
