"""Installs Spark into .venv, where the system has the Java that it runs on.

Without either the tests on Spark are skipped, and say so.
"""

from engine.rosters.cluster import java
from tools.optional import install

if __name__ == "__main__" and java():
    install("spark", "Spark")
