from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GroundConfig(AppConfig):
    name = "phoihop.ground"

    def ready(self) -> None:
        # Order matters: sheets register powers, says, reactions; the door check reads them later.
        from phoihop.ground import checks  # noqa: F401  (registers the system checks)

        autodiscover_modules("room")
