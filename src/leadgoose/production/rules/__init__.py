"""Questions about rotas and the calendar, answered without a database."""
