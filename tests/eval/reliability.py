"""Whether a confidence means what it says: predicted against found, in ten bins."""

BINS = 10
CANDIDATES = 2  # of each prompt, the surest: those that can be loaded


def bins_of(records, found):
    """[(mean prediction, found share, count)] of the bins that hold anything. Labels that leave a candidate open,
    such as a sibling that the author did not speak of, are left out."""
    sums = [[0.0, 0, 0] for _ in range(BINS)]
    for record in records:
        for skill, score in found[record["id"]][:CANDIDATES]:
            right = is_right(record, skill)
            if right is not None:
                place = sums[min(BINS - 1, int(score * BINS))]
                place[0] += score
                place[1] += right
                place[2] += 1
    return [(predicted / count, right / count, count) for predicted, right, count in sums if count]


def is_right(record, skill):
    """True, False, or None: nobody said."""
    if record["expect"] == "activate":
        return None if skill in record["acceptable"] else skill in record["gold"]
    return False if record["skill"] in ("*", skill) else None


def show(bins):
    print("predicted  found  candidates")
    for predicted, found, count in bins:
        print(f"{predicted:9.2f} {found:6.2f} {count:11}  {'#' * round(found * 40)}")
    print()


def draw(bins):
    """The same as an SVG: a dot a bin, its area by the count, beside the diagonal where each would lie at best."""
    side, margin = 320, 44
    most = max(count for _, _, count in bins)

    def at(x, y):
        return f"{margin + x * side:.1f}", f"{margin / 2 + (1 - y) * side:.1f}"

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side + 2 * margin} {side + 2 * margin}" '
             'font-family="sans-serif" font-size="12">',
             '<rect width="100%" height="100%" fill="#fff"/>']
    for step in range(0, 11, 2):
        share = step / 10
        (x0, y0), (x1, y1) = at(share, 0), at(share, 1)
        lines.append(f'<path d="M{x0} {y0}V{y1}" stroke="#ddd"/>')
        lines.append(f'<text x="{x0}" y="{float(y0) + 16:.1f}" text-anchor="middle">{share:.1f}</text>')
        (x0, y0), (x1, y1) = at(0, share), at(1, share)
        lines.append(f'<path d="M{x0} {y0}H{x1}" stroke="#ddd"/>')
        lines.append(f'<text x="{float(x0) - 8:.1f}" y="{float(y0) + 4:.1f}" text-anchor="end">{share:.1f}</text>')
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    lines.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 4"/>')
    points = [at(predicted, found) for predicted, found, _ in bins]
    lines.append('<path d="M' + "L".join(f"{x} {y}" for x, y in points) + '" fill="none" stroke="#1f6feb"/>')
    for (x, y), (_, _, count) in zip(points, bins):
        lines.append(f'<circle cx="{x}" cy="{y}" r="{3 + 7 * (count / most) ** 0.5:.1f}" fill="#1f6feb">'
                     f'<title>{count} candidates</title></circle>')
    x, y = at(0.5, 0)
    lines.append(f'<text x="{x}" y="{float(y) + 36:.1f}" text-anchor="middle">predicted confidence</text>')
    x, y = at(0, 0.5)
    lines.append(f'<text x="12" y="{y}" text-anchor="middle" transform="rotate(-90 12 {y})">share that was right</text>')
    return "\n".join(lines + ["</svg>"]) + "\n"
