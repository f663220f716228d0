"""How long a client waits that behaves, alone and beside others that ask for much and never read."""

import time

from load import Line, request

DEAF = 2
ASKED = 3_000
ROUNDS = 3
MOST_US = 1_000
MORE_THAN_ALONE = 1.5  # on a busy machine it is the machine


def p99_us(line, number):
    took = []
    for i in range(ASKED):
        params = {"session": f"s{number}-{i}", "content": "none", "event": {"type": "prompt", "text": f"please speed up page {i}"}}
        began = time.perf_counter_ns()
        line.ask(request("session.event", params))
        took.append((time.perf_counter_ns() - began) // 1000)
        time.sleep(0.0005)
    return sorted(took)[ASKED * 99 // 100]


def beside_deaf_clients(place):
    """What there is to say, and what failed. The rounds alone and beside them take turns."""
    line = Line(place)
    alone, beside = [], []
    for number in range(ROUNDS):
        alone.append(p99_us(line, f"a{number}"))
        deaf = [Line(place) for _ in range(DEAF)]
        for one in deaf:
            one.socket.setblocking(False)
            try:
                one.socket.send(request("skill.read", {"name": "large"}) * 2_000)
            except BlockingIOError:
                pass  # its line is full: that is what it is for
        beside.append(p99_us(line, f"b{number}"))
        for one in deaf:
            one.close()
    line.close()
    alone_us, beside_us = sorted(alone)[ROUNDS // 2], sorted(beside)[ROUNDS // 2]
    said = f"p99 of a client: {alone_us} us alone, {beside_us} us beside {DEAF} that never read"
    return said, [said] if beside_us > max(MOST_US, alone_us * MORE_THAN_ALONE) else []
