"""A simulated room: people who come, answer each kind from its form, correct themselves and go.

`people` and `crowd` say who does what when, `answering` makes answers from a form and an exercise's
bank, `chair` leads the hour, `hour` plays all of it without waiting, `phones` over the web side.
"""
