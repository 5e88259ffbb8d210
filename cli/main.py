"""The `crossmatch` command.

Engine modules are imported inside the commands, so that `--help` stays fast and loads neither the
rule engine nor the drawing library.
"""

import click

from cli.advise import advise
from cli.certificate import certificate, verify_certificate
from cli.check import check
from cli.cohort import cohort
from cli.compare import compare
from cli.consult import consult
from cli.demo import demo
from cli.diagram import diagram
from cli.explain import explain
from cli.export import export
from cli.impact import impact
from cli.review import review
from cli.rules import rules
from cli.scenario import scenario
from cli.vet import vet


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crossmatch")
def main() -> None:
    """Advice that can be audited: answers in, advice out, and for every sentence why."""


for command in (consult, vet, advise, explain, diagram, review, export, rules, check, demo):
    main.add_command(command)
for command in (compare, cohort, impact, scenario, certificate, verify_certificate):
    main.add_command(command)
