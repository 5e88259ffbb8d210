"""The program as a file that other programs can run, such as `spark-submit`."""

from cli.main import main

if __name__ == "__main__":
    main()
