// Draws images/icon.png, 256 by 256: lines of a rules file with a swooping check mark before them.
//   node tools/icon.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { root } from './root.mjs';

const size = 256;
const samples = 4; // a side: each pixel is the mean of 16 points, which smooths the edges

/** What is drawn, back to front: whether a point lies in the shape, and its colour. */
const shapes = [
  { colour: [16, 42, 67], has: (x, y) => inRoundedBox(x, y, 8, 8, 248, 248, 48) },
  ...[72, 116, 160].flatMap((top) => [
    { colour: [98, 212, 200], has: (x, y) => inRoundedBox(x, y, 44, top, 64, top + 18, 9) },
    { colour: [72, 101, 129], has: (x, y) => inRoundedBox(x, y, 78, top, 212, top + 18, 9) },
  ]),
  { colour: [16, 42, 67], has: (x, y) => nearCheckMark(x, y, 27) },
  { colour: [255, 176, 32], has: (x, y) => nearCheckMark(x, y, 15) },
];

writeFileSync(join(root, 'images/icon.png'), png(pixels()));

function inRoundedBox(x, y, left, top, right, bottom, radius) {
  const dx = Math.max(left + radius - x, 0, x - (right - radius));
  const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
  return Math.hypot(dx, dy) <= radius;
}

function nearCheckMark(x, y, distance) {
  const short = distanceToLine(x, y, [104, 150], [142, 190]);
  const long = distanceToLine(x, y, [142, 190], [212, 84]);
  return Math.min(short, long) <= distance;
}

function distanceToLine(x, y, [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
  const clamped = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - clamped * dx, y - y1 - clamped * dy);
}

/** Rows of RGBA bytes, each row led by PNG's filter byte 0. */
function pixels() {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) rows.set(pixel(x, y), y * (1 + size * 4) + 1 + x * 4);
  }
  return rows;
}

function pixel(x, y) {
  const points = Array.from({ length: samples * samples }, (_, i) => [
    x + ((i % samples) + 0.5) / samples,
    y + (Math.floor(i / samples) + 0.5) / samples,
  ]);
  const hit = points.flatMap(([px, py]) => shapes.findLast(({ has }) => has(px, py)) ?? []);
  if (hit.length === 0) return [0, 0, 0, 0];
  const mean = (channel) => hit.reduce((sum, { colour }) => sum + colour[channel], 0) / hit.length;
  return [mean(0), mean(1), mean(2), (255 * hit.length) / points.length].map(Math.round);
}

function png(data) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8); // 8 bits a channel, RGBA
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(data, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}
