// Draws media/icon.png (128 px) from distances to shapes: a falling loss curve that ends in a dot.
// `node scripts/icon.mjs` gives the same bytes every time.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';

const size = 128;
const background = [31, 42, 68];
const axis = [139, 155, 190];
const curve = [92, 200, 190];
const dot = [255, 198, 92];

const segment = (px, py, ax, ay, bx, by) => {
  const t = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const at = Math.min(1, Math.max(0, t));
  return Math.hypot(px - ax - at * (bx - ax), py - ay - at * (by - ay));
};
const roundedSquare = (px, py, half, radius) => {
  const dx = Math.max(0, Math.abs(px - size / 2) - half + radius);
  const dy = Math.max(0, Math.abs(py - size / 2) - half + radius);
  return Math.hypot(dx, dy) - radius;
};
const points = Array.from({ length: 33 }, (_, index) => {
  const t = index / 32;
  return [40 + 52 * t, 34 + 50 * (1 - Math.exp(-3.2 * t))];
});
const curveDistance = (x, y) =>
  Math.min(
    ...points.slice(1).map(([bx, by], i) => segment(x, y, points[i][0], points[i][1], bx, by)),
  );

/** Coverage of a pixel by a shape whose edge lies at distance 0. */
const cover = (distance) => Math.min(1, Math.max(0, 0.5 - distance));
const over = (under, colour, share) => under.map((value, i) => value + (colour[i] - value) * share);

const rows = [];
for (let y = 0; y < size; y++) {
  const row = [0];
  for (let x = 0; x < size; x++) {
    const [px, py] = [x + 0.5, y + 0.5];
    let colour = background;
    colour = over(colour, axis, cover(segment(px, py, 26, 24, 26, 102) - 2.5));
    colour = over(colour, axis, cover(segment(px, py, 26, 102, 104, 102) - 2.5));
    colour = over(colour, curve, cover(curveDistance(px, py) - 4));
    colour = over(colour, background, cover(Math.hypot(px - 95, py - 82) - 12));
    colour = over(colour, dot, cover(Math.hypot(px - 95, py - 82) - 9));
    row.push(...colour.map(Math.round), Math.round(255 * cover(roundedSquare(px, py, 62, 22))));
  }
  rows.push(Buffer.from(row));
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
writeFileSync(
  path.resolve(import.meta.dirname, '..', 'media', 'icon.png'),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
