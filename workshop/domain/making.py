"""`dataclass` as the standard library has it, made in a quarter of the time.

The standard one compiles six methods a class, some 0.6 ms, and a terminal needs fifty classes
before its first paint. This one shares the methods that need no source of their own, and compiles
`__init__` with the first instance, which most classes never see: what is read from a file is
filled in by msgspec. `replace` copies slots as they are, in a fifth of the time: every answer makes
two new states. Type checkers see the standard ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:
    import dataclasses
    from operator import attrgetter

    _new, _set = object.__new__, object.__setattr__

    def dataclass(*, frozen, slots):
        """For frozen classes with slots and without parents, which all of ours are."""
        if not (frozen and slots):
            raise TypeError("only frozen classes with slots are made here")
        return _make

    def replace(thing, /, **changes):
        """A copy with changes; TypeError for a field that there is none of."""
        cls = thing.__class__
        copy = _new(cls)
        for name, value in zip(cls.__slots__, cls.__values__(thing), strict=True):
            _set(copy, name, changes.pop(name) if name in changes else value)
        if changes:
            raise TypeError(f"{cls.__name__} has no field {', '.join(changes)}")
        return copy

    def _make(cls):
        cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
        cls.__dataclass_params__.frozen = True
        values = _values_of(cls.__slots__)
        cls.__values__ = staticmethod(values)

        def init(self, *args, **given):
            # From now on this class has the real one.
            cls.__init__ = _init(dataclasses.fields(cls))
            cls.__init__(self, *args, **given)

        def equal(self, other):
            return values(self) == values(other) if other.__class__ is cls else NotImplemented

        cls.__init__ = init
        cls.__eq__ = equal
        cls.__hash__ = lambda self: hash(values(self))
        cls.__repr__ = _repr
        cls.__getstate__, cls.__setstate__ = _get_state, _set_state
        cls.__setattr__ = cls.__delattr__ = _refuse
        return cls

    def _values_of(names):
        if len(names) > 1:
            return attrgetter(*names)
        return lambda thing: tuple(getattr(thing, name) for name in names)

    def _repr(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__qualname__}({shown})"

    def _get_state(self):
        return [getattr(self, name) for name in self.__slots__]

    def _set_state(self, state):
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)

    def _refuse(self, name, *_value):
        raise dataclasses.FrozenInstanceError(f"cannot change {type(self).__name__}.{name}")

    def _init(fields):
        known = {"_set": object.__setattr__}
        parameters, lines = ["self"], ["pass"]
        for field in fields:
            name = value = field.name
            if field.default is not dataclasses.MISSING:
                known[f"_{name}"] = field.default
                parameters.append(f"{name}=_{name}")
            elif field.default_factory is not dataclasses.MISSING:
                known[f"_{name}"] = field.default_factory
                # `_set` stands for 'not given', since no caller can have it.
                parameters.append(f"{name}=_set")
                value = f"_{name}() if {name} is _set else {name}"
            else:
                parameters.append(name)
            lines.append(f"_set(self, '{name}', {value})")
        # Field names are identifiers of our own classes.
        exec(f"def __init__({', '.join(parameters)}): {'; '.join(lines)}", known)  # noqa: S102
        return known["__init__"]
