"""The official letters of an election. Texts are the office's own; number and signer are blanks until an office has typed them.

`requests` go up, `replies` come down; `address` says who writes to whom: a branch under a general branch writes to it and asks that the
paper be forwarded (转报), and the answer goes back the same way. A request covers one matter and goes to one superior (doc-request-rules).
"""
