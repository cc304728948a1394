"""Formats that misbehave, as the source of a plugin that tests install."""

import textwrap

HOSTILE = textwrap.dedent('''
    import coprod, gc, json, os, re, subprocess, sys, time
    from pathlib import Path
    from coprod import ExportFormat

    def one(sink, text):
        with sink.open() as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def sleeps(release, sink, *, pid=""):
        if pid:
            Path(pid).write_text(str(os.getpid()))
        one(sink, "begun")
        time.sleep(600)

    def endless(release, sink):
        with sink.open() as file:
            while True:
                file.write(b"x" * 100_000)

    def endless_files(release, sink):
        number = 0
        while True:
            number += 1
            sink.open(f"{number}.txt").close()

    def hole(release, sink):
        with sink.open() as file:
            file.seek(2**62)
            file.write(b"x")

    def cuts(release, sink):
        with sink.open() as file:
            file.truncate(2**62)

    def elsewhere(release, sink):
        Path("left.txt").write_text(release.project)
        one(sink, os.getcwd())

    def prints(release, sink):
        print("to stdout")
        print("to stderr", file=sys.stderr)
        os.write(1, b"to the descriptor")
        sys.__stdout__.flush()
        subprocess.run(["/bin/sh", "-c", "echo from a child"], check=True)
        one(sink, repr(sys.stdin.read()))

    def surroundings(release, sink):
        said = {
            "environ": dict(os.environ),
            "argv": sys.argv,
            "cwd": os.getcwd(),
            "path": sys.path,
            "modules": [n for n in sys.modules if n.startswith("coprod.app")],
            "files": sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if int(n) < 50
                            and os.path.exists(f"/proc/self/fd/{n}")) if sys.platform == "linux" else [],
            "initial": Path("/proc/self/environ").read_text() if sys.platform == "linux" else "",
            "kinds": sorted({type(x).__name__ for x in gc.get_objects() if type(x).__module__.startswith("coprod.")}),
        }
        one(sink, json.dumps(said))

    def searches(release, sink, *, needles=""):
        """Look for texts, given in hex so that they are nowhere as such, in all memory of the process."""
        pairs = [re.findall("..", needle) for needle in needles.split(",")]
        looked = [re.compile("".join(f"[\\\\x{pair}]" for pair in one).encode()) for one in pairs]
        found = set()
        with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
            for line in maps.read().splitlines():
                first, last = (int(x, 16) for x in line.split()[0].split("-"))
                if "r" not in line.split()[1] or "[v" in line or last - first > 2**28:
                    continue
                try:
                    memory.seek(first)
                    data = memory.read(last - first)
                except (OSError, ValueError, OverflowError):
                    continue
                found |= {at for at, pattern in enumerate(looked) if pattern.search(data)}
        one(sink, json.dumps(sorted(found)))

    def forks(release, sink, *, apart=False):
        if os.fork() == 0:
            if apart:
                os.setsid()
            time.sleep(5)
            os._exit(0)
        one(sink, "the parent's")

    def forks_and_leaves(release, sink, *, pid=""):
        if os.fork() == 0:
            Path(pid).write_text(str(os.getpid()))
            time.sleep(600)
        os._exit(0)

    def leaves(release, sink):
        one(sink, "half")
        os._exit(0)

    def raises(release, sink):
        one(sink, "half")
        raise ValueError("Zebedee Quill")

    def exits(release, sink):
        one(sink, "half")
        sys.exit(0)

    def odd(release, sink):
        raise type("\\x1b[31mZebedee Quill", (Exception,), {})

    def fatter(release, sink):
        held = bytearray(2**43)

    def big_file(release, sink):
        with open("scratch", "wb") as file:
            file.write(bytes(5_000_000))
        one(sink, "not reached")

    def our(sink):
        from coprod.formats.isolated_frames import send
        return sink.descriptor, send

    def raw(release, sink, *, text="garbage " * 20):
        os.write(sink.descriptor, text.encode())

    def raw_name(release, sink, *, name="x"):
        said, send = our(sink)
        send(said, ord("O"), 0, data=name.encode())
        send(said, ord("W"), 0, 0, b"outside")
        send(said, ord("E"))

    def raw_frame(release, sink, *, what="W", number=0):
        said, send = our(sink)
        send(said, ord(what), number, 0, b"x")
        time.sleep(600)

    def raw_failure(release, sink, *, text=""):
        said, send = our(sink)
        send(said, ord("F"), data=text.encode())

    def outside(release, sink, *, name="a/b"):
        sink.open(name)

    def left_open(release, sink):
        sink.open("a.txt").write(b"first")
        sink.open("b.txt").write(b"second")
        sink.open("a.txt").write(b"third")

    def back_and_forth(release, sink):
        with sink.open() as file:
            file.write(b"0123456789" * 100_000)
            file.seek(2)
            file.write(memoryview(b"ab"))
            file.seek(-3, os.SEEK_END)
            file.write(bytearray(b"xyz"))
            file.seek(10)
            file.seek(5, os.SEEK_CUR)
            file.write(b"!")
            assert file.tell() == 16 and file.writable() and file.seekable() and not file.readable()
            file.seek(999_999)
            file.truncate()
            file.truncate(2_000_000)
            for wrong in (lambda: file.seek(-1), lambda: file.write("text"), lambda: file.read()):
                try:
                    wrong()
                except (ValueError, TypeError, OSError):
                    continue
                raise AssertionError
        try:
            file.write(b"after the end")
        except ValueError:
            return
        raise AssertionError

    def zips(release, sink):
        import zipfile
        with sink.open() as file, zipfile.ZipFile(file, "w") as made:
            made.writestr(zipfile.ZipInfo("a.txt"), release.project * 1000)

    def temporary(release, sink):
        import tempfile
        with tempfile.NamedTemporaryFile() as file:
            one(sink, str(Path(file.name).parent == Path.cwd()))

    FOLDERS = {"endless-files", "outside", "left-open", "raw-name"}

    @coprod.hookimpl
    def register_export_formats():
        for name, write in list(globals().items()):
            if getattr(write, "__code__", None) and write.__code__.co_varnames[:2] == ("release", "sink"):
                name = name.replace("_", "-")
                yield ExportFormat(name=name, summary="A test.", suffix="", media_type="", write=write,
                                   folder=name in FOLDERS)
''')
