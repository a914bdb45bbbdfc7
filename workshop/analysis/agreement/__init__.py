"""Who agrees with whom on what: groups of opinion, what unites them and what divides a room.

`marks` and `scores` and `routing` need the standard library only; `groups` loads numpy.
"""
