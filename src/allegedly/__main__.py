"""`python -m allegedly` is the `allegedly` command."""

from allegedly.cli import main

if __name__ == "__main__":
    main()
