from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


class VaultConfig(AppConfig):
    name = "leadgoose.ground.vault"
    label = "vault"

    def ready(self) -> None:
        """Without a usable key file nothing starts; with another database's nothing is migrated or served (site/wsgi.py)."""
        from leadgoose.ground.vault import keys  # noqa: PLC0415  settings are ready only now

        keys.read_key_file(keys.key_file())
        post_migrate.connect(_check_key, sender=self)


def _check_key(**_: object) -> None:
    from leadgoose.ground.vault.actions import check_key  # noqa: PLC0415  models are ready only now

    if "vault_keycheck" in connection.introspection.table_names():   # not when migrated back to nothing
        check_key()
