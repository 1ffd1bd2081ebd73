"""Pure rules of training: the yearly plan as an exact program. Standard library and OR-Tools; nobody who starts a web server imports it."""
