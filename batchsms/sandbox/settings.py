"""Faults and account settings as JSON's types, and changes to them, each made whole or not at all."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from batchsms.sandbox.account import Account, national
from batchsms.sandbox.faults import Fault, Faults, ListFaults, Schedule

_SCHEDULES = ("send", "reports", "account", "cancels")


def faults_view(faults: Faults) -> dict[str, Any]:
    """Give all faults, in the shape in which they are set."""
    return {
        "send": _schedule_view(faults.send),
        "reports": _schedule_view(faults.reports),
        "account": _schedule_view(faults.account),
        "cancels": _schedule_view(faults.cancels),
        "lists": asdict(faults.lists),
    }


def change_faults(faults: Faults, new: Mapping[str, Any]) -> None:
    """Replace each part that is named: `send`, `reports`, `account`, `cancels`, `lists`."""
    _only(new, {*_SCHEDULES, "lists"})
    schedules = {name: _schedule(new[name]) for name in _SCHEDULES if name in new}
    lists = _lists(new["lists"]) if "lists" in new else faults.lists
    faults.send = schedules.get("send", faults.send)
    faults.reports = schedules.get("reports", faults.reports)
    faults.account = schedules.get("account", faults.account)
    faults.cancels = schedules.get("cancels", faults.cancels)
    faults.lists = lists


def _schedule_view(schedule: Schedule) -> dict[str, Any]:
    return {
        "plan": {str(number): _fault_view(fault) for number, fault in schedule.plan.items()},
        "queue": [_fault_view(fault) for fault in schedule.queue],
        "chances": dict(schedule.chances),
        "seed": schedule.seed,
    }


def _fault_view(fault: Fault) -> dict[str, Any]:
    return {name: value for name, value in asdict(fault).items() if value is not None}


def _schedule(given: Mapping[str, Any]) -> Schedule:
    _only(given, {"plan", "queue", "chances", "seed"})
    plan = given.get("plan", {})
    return Schedule(
        plan={int(number): _fault(plan[number]) for number in plan},
        queue=deque(map(_fault, given.get("queue", ()))),
        chances=dict(given.get("chances", {})),
        seed=given.get("seed", 0),
    )


def _fault(given: Any) -> Fault:
    if isinstance(given, str):
        return Fault(given)
    _only(given, {"kind", "seconds", "code", "retry_after"})
    return Fault(**given)


def _lists(given: Any) -> ListFaults:
    _only(given, set(asdict(ListFaults())))
    return ListFaults(**given)


def account_view(account: Account) -> dict[str, Any]:
    """Give the account's settings, without its credentials."""
    return {
        "balance": account.balance,
        "senders": sorted(account.senders),
        "iys_brand": account.iys_brand,
        "blacklist": sorted(account.blacklist),
        "blacklist_policy": account.blacklist_policy,
        "delivery_seconds": account.delivery.total_seconds(),
        "undelivered": sorted(account.undelivered),
        "clock_ahead_seconds": account.clock_ahead.total_seconds(),
    }


def change_account(account: Account, new: Mapping[str, Any]) -> None:
    """Replace each setting that is named, under the names that `account_view` gives."""
    _only(new, set(_SETTINGS))
    read = [(_SETTINGS[name][0], _SETTINGS[name][1](value)) for name, value in new.items()]
    for attribute, value in read:
        setattr(account, attribute, value)


def _only(given: Any, names: set[str]) -> None:
    if not isinstance(given, dict):
        raise TypeError("an object was expected")
    if unknown := given.keys() - names:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(names))}")


def _credits(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("a balance is a whole number of credits")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return value


def _names(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError("a list of strings was expected")
    return frozenset(value)


def _numbers(value: Any) -> frozenset[str]:
    numbers = [national(number) for number in _names(value)]
    if None in numbers:
        raise ValueError("a number is a Turkish mobile number, as 5XXXXXXXXX")
    return frozenset(number for number in numbers if number)


def _policy(value: Any) -> str:
    if value not in {"refuse", "drop"}:
        raise ValueError("blacklist_policy is refuse or drop")
    return str(value)


_SETTINGS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "balance": ("balance", _credits),
    "senders": ("senders", _names),
    "iys_brand": ("iys_brand", _flag),
    "blacklist": ("blacklist", _numbers),
    "blacklist_policy": ("blacklist_policy", _policy),
    "delivery_seconds": ("delivery", lambda value: timedelta(seconds=value)),
    "undelivered": ("undelivered", _numbers),
    "clock_ahead_seconds": ("clock_ahead", lambda value: timedelta(seconds=value)),
}
