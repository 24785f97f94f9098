// PNG and PDF taken apart and put together again, changed.
import { deflateSync, inflateSync } from 'node:zlib';

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
});
const crcOf = (bytes) => (bytes.reduce((c, byte) => CRC_TABLE[(c ^ byte) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

export function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const head = Buffer.alloc(4);
    const tail = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    tail.writeUInt32BE(crcOf(body));
    return Buffer.concat([head, body, tail]);
}

const HEADER_BYTES = 33; // the signature and IHDR
const CHANNELS = 3;

// The picture with a chunk right after its header.
export const withChunk = (type, data) => (bytes) =>
    Buffer.concat([bytes.subarray(0, HEADER_BYTES), chunk(type, data), bytes.subarray(HEADER_BYTES)]);

function chunksOf(bytes) {
    const chunks = [];
    for (let at = 8; at < bytes.length;) {
        const length = bytes.readUInt32BE(at);
        chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
        at += 12 + length;
    }
    return chunks;
}

function paeth(left, above, corner) {
    const guess = left + above - corner;
    const [a, b, c] = [left, above, corner].map((value) => Math.abs(guess - value));
    if (a <= b && a <= c) return left;
    return b <= c ? above : corner;
}

// Red, green and blue, a row after another, without the filters of the rows.
function unfiltered(data, width, height) {
    const length = CHANNELS * width;
    const pixels = Buffer.alloc(length * height);
    for (let y = 0; y < height; y += 1) {
        const filter = data[y * (length + 1)];
        for (let i = 0; i < length; i += 1) {
            const at = y * length + i;
            const left = i >= CHANNELS ? pixels[at - CHANNELS] : 0;
            const above = y > 0 ? pixels[at - length] : 0;
            const corner = i >= CHANNELS && y > 0 ? pixels[at - length - CHANNELS] : 0;
            const add = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
            pixels[at] = data[y * (length + 1) + 1 + i] + add;
        }
    }
    return pixels;
}

// The picture with other pixels, and bytes behind them in the same stream.
export const withPixels = (change, behind = Buffer.alloc(0)) => (bytes) => {
    const chunks = chunksOf(bytes);
    const [width, height] = [chunks[0].data.readUInt32BE(0), chunks[0].data.readUInt32BE(4)];
    const data = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((one) => one.data)));
    const pixels = unfiltered(data, width, height);
    change({ pixels, width, height });
    const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), pixels.subarray(CHANNELS * width * y, CHANNELS * width * (y + 1))]));
    const others = chunks.filter(({ type }) => type !== 'IDAT' && type !== 'IEND').map(({ type, data: inside }) => chunk(type, inside));
    return Buffer.concat([bytes.subarray(0, 8), ...others, chunk('IDAT', deflateSync(Buffer.concat([...rows, behind]))), chunk('IEND', Buffer.alloc(0))]);
};

// The PDF with other operators on its first page.
export const withOperators = (change) => (bytes) => {
    for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 1)) {
        const end = bytes.indexOf('endstream', at);
        let text;
        try {
            text = inflateSync(bytes.subarray(at + 7, end)).toString('latin1');
        } catch {
            continue;
        }
        if (!/ (re|l)\b/.test(text) || !/\bBT\b/.test(text)) continue;
        const after = change(text);
        if (after === text) continue;
        return Buffer.concat([bytes.subarray(0, at + 7), deflateSync(Buffer.from(after, 'latin1')), Buffer.from('\n'), bytes.subarray(end)]);
    }
    return bytes;
};
