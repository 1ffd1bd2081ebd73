"""Reading and judging member registers (花名册) and term ledgers (换届台账). Knows no database and no Django: the commands
and the pages share it.
"""
