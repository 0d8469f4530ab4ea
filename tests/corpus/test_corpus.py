import pytest
from corpus.cases import CASES, REFUSALS
from corpus.makers import written
from corpus.plans import planned

from batchsms.errors import InputError


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_is_read_as_its_owner_sees_it(tmp_path, case):
    """Each row has its number, its text or its reason, and the row that a spreadsheet shows."""
    plan = planned(written(tmp_path / "liste", case.make()), template=case.template, **case.options)
    assert list(case.rows) == plan.rows
    assert {code: list(places) for code, places in case.findings.items()} | case.places() == plan.findings
    assert plan.details == plan.details | case.details
    assert case.detected in plan.detected
    assert {} == {row: said for row, said in case.about.items() if said not in plan.about[row]}


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
def test_what_is_no_list_is_refused_with_what_to_do(tmp_path, case):
    """The sentence says what the file is, or where the trouble is; the hint says what to do."""
    with pytest.raises(InputError) as caught:
        planned(written(tmp_path / "liste", case.make()), template=case.template, **case.options)
    error = caught.value
    assert (case.code, True, True) == (error.code, case.message in error.message, case.hint in error.hint)
    assert error.hint
