// What is wrong with the layout of the page as it stands in the browser now. layoutFaults() runs inside the page.

export function layoutFaults() {
    const LEAST_TEXT_PX = 9;
    const faults = [];
    const round = (value) => Math.round(value * 10) / 10;
    const classOf = (element) => element.getAttribute('class')?.trim().split(/\s+/).join('.') ?? '';

    const nameOf = (element) => {
        const own = element.id ? `#${element.id}` : classOf(element) ? `.${classOf(element)}` : '';
        const text = element.tagName === 'svg' ? element.querySelector('title')?.textContent : element.textContent;
        return `<${element.tagName.toLowerCase()}${own}> "${(text ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)}"`;
    };
    const isSeen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true, opacityProperty: true, visibilityProperty: true });

    function scrollsInside(element) {
        for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
            if (getComputedStyle(up).overflowX !== 'visible') return true;
        }
        return false;
    }

    function checkWidth() {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return;
        const beyond = [...document.body.querySelectorAll('*')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && box.right > width + 1 && !scrollsInside(element);
        });
        const innermost = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
        faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width} px`);
        for (const element of innermost.slice(0, 5)) faults.push(`  beyond the edge: ${nameOf(element)}`);
    }

    // Each line of text has a box: a tspan that places itself, else the text. The box of a font is higher than its
    // letters, so a part of the height is no collision.
    function lineBoxes(svg) {
        const boxes = [];
        for (const text of svg.querySelectorAll('text')) {
            if (text.ownerSVGElement.closest('defs, symbol') || !isSeen(text) || !text.textContent.trim()) continue;
            const lines = [...text.querySelectorAll('tspan')].filter((tspan) => tspan.hasAttribute('x') || tspan.hasAttribute('y') || tspan.hasAttribute('dy'));
            for (const line of lines.length ? lines : [text]) {
                const box = line.getBoundingClientRect();
                if (!box.width || !box.height) continue;
                const spare = box.height * 0.17;
                boxes.push({ line, text, left: box.left + 0.5, right: box.right - 0.5, top: box.top + spare, bottom: box.bottom - spare });
            }
        }
        return boxes;
    }

    function checkOverlaps(boxes) {
        boxes.sort((a, b) => a.left - b.left);
        for (let i = 0; i < boxes.length; i += 1) {
            for (let j = i + 1; j < boxes.length && boxes[j].left < boxes[i].right; j += 1) {
                const [a, b] = [boxes[i], boxes[j]];
                if (a.top < b.bottom && b.top < a.bottom) faults.push(`texts overlap: ${nameOf(a.line)} and ${nameOf(b.line)}`);
            }
        }
    }

    function checkClipping(svg, boxes) {
        if (getComputedStyle(svg).overflow === 'visible') return;
        const frame = svg.getBoundingClientRect();
        for (const box of boxes) {
            const beyond = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
            if (beyond > 1) faults.push(`text clipped by ${round(beyond)} px: ${nameOf(box.line)} in ${nameOf(svg)}`);
        }
    }

    function checkTextSize(boxes) {
        for (const { text } of boxes) {
            const matrix = text.getScreenCTM();
            const scale = Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
            const size = parseFloat(getComputedStyle(text).fontSize) * scale;
            if (size < LEAST_TEXT_PX - 0.05) faults.push(`text of ${round(size)} px: ${nameOf(text)}`);
        }
    }

    checkWidth();
    for (const svg of document.querySelectorAll('svg')) {
        if (svg.parentElement?.closest('svg') || !isSeen(svg)) continue;
        const boxes = lineBoxes(svg);
        checkOverlaps(boxes);
        checkClipping(svg, boxes);
        checkTextSize(boxes);
    }
    return faults;
}
