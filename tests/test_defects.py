import subprocess
import sys

import pytest

PROGRAM = """
import sys
from batchsms import __main__
from batchsms.journal import database

def strike(*_arguments):
    raise ValueError("0530 000 00 07")

database.Database.open = strike
sys.argv[1:] = {arguments}
__main__.main()
"""


@pytest.mark.parametrize("arguments", [["status", "liste.campaign"], ["status", "liste.campaign", "--json"]])
def test_a_defect_names_its_place_and_no_value(tmp_path, environment, arguments):
    """What is to be reported has the module, the function and the line, and nothing of the list."""
    (tmp_path / "liste.campaign").touch()

    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(arguments=arguments)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert 1 == ended.returncode
    assert "error: This is a defect of batchsms: ValueError in batchsms.commands.status, status, line " in (
        ended.stderr
    )
    assert "0530" not in ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr
