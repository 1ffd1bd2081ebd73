"""The count desk: the screens of a meeting, each a page with plain forms; `frontend/desk.js` adds what a room wants."""
