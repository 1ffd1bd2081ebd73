from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "leadgoose.accounts"
    label = "accounts"

    def ready(self) -> None:
        from leadgoose.accounts import reach  # noqa: PLC0415  models are ready only now
        from leadgoose.accounts.actions import forgetting  # noqa: PLC0415  models are ready only now
        from leadgoose.accounts.queries import held  # noqa: PLC0415  models are ready only now
        from leadgoose.ground import holdings  # noqa: PLC0415  models are ready only now
        from leadgoose.ground.access import scopes  # noqa: PLC0415  models are ready only now

        scopes.register("account", reach.find_account)
        scopes.register("realm", reach.find_realm)
        scopes.register("book", reach.find_book)
        holdings.register("accounts", held.held)
        holdings.erase_with("accounts", forgetting.erase)
