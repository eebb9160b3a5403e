"""The command `selaras`: what starts it, and nothing more.

Every worker process loads this module anew (`multiprocessing` does so with the module that
was started); the command line itself, which they do not need, is loaded by the call.
"""


def main() -> None:
    """Run the command."""
    from pipeline.cli import main as command

    command()


if __name__ == "__main__":
    main()
