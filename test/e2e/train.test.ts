import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Quad, stretchQuad } from '../../lib/geometry';
import { aroundNumber } from '../../lib/location/around-number';
import listed from '../../models/manifest.json';
import { labelledScenes } from '../../scripts/measure/evaluate/scene-set';
import { labelledStrips } from '../../scripts/measure/evaluate/strip-set';
import { PYTHON, type PythonSession, startPython } from '../helpers/python-session';
import { tilted } from '../helpers/quads';
import { temporaryFolder } from '../helpers/temporary-folder';

const ROOT = path.resolve(__dirname, '../..');
const TRAIN = path.join(ROOT, 'scripts/train');
/** What scripts/train/README.md installs: libraries and fonts. */
const SET_UP =
  'import torch, onnx, onnxruntime, cv2; from fonts import font_files, word_font_files; assert font_files(False) and font_files(True) and word_font_files("中"); from printed_pictures import DRAWINGS, PHOTOGRAPHS, files; assert files(PHOTOGRAPHS, False) and files(DRAWINGS, False)';
const isSetUp = spawnSync(PYTHON, ['-c', SET_UP], { cwd: TRAIN }).status === 0;
/** One process, which makes its pictures itself: others begin by loading torch once more. */
const ALONE = ['--threads', '1', '--generators', '0'];
const SMOKE = [...ALONE, '--glance-strips', '4', '--batch', '2'];
/** That a network reads. */
const STRIPS = 60;
/** Runs end after so many steps: what later ones do is the same. */
const FEW = 3;

jest.setTimeout(300_000);

// A machine that only runs the service is not set up for it: CI does not train.
(isSetUp ? describe : describe.skip)('training', () => {
  // above the folder, which is removed only then
  afterAll(() => session.close());
  const folder = temporaryFolder();
  let checkpoint: string;
  let session: PythonSession;
  const python = (script: string, ...args: string[]): Promise<string> => session.run(path.join(TRAIN, script), ...args);
  const code = (...args: string[]): Promise<string> => session.run('-c', ...args);
  beforeAll(async () => {
    session = startPython(ROOT, TRAIN);
    // quantise.py needs it, and it does not load after onnxruntime
    await code('import onnx.reference');
    checkpoint = path.join(folder, 'checkpoint.pt');
  });

  test('the torch module computes what the original does', async () => {
    expect(await python('second_reader.py')).toMatch(/probabilities differ by \d/);
  });

  test('a run leaves a checkpoint, and is gone on with', async () => {
    await python('train.py', 'student', '--out', folder, '--steps', `${FEW}`, ...SMOKE);
    const first = await stat(checkpoint);
    const log = await python('train.py', 'student', '--out', folder, '--steps', `${2 * FEW}`, '--resume', ...SMOKE);
    const [, step] = /^resumed at step (\d+)/m.exec(log)!;
    const [, last] = /step\s+(\d+)\s+held-out exact/.exec(log)!;
    expect([Number(step), Number(last)]).toEqual([FEW, 2 * FEW]);
    expect((await stat(checkpoint)).mtimeMs).toBeGreaterThan(first.mtimeMs);
  });

  test('settled norms: training computes what the network answers with, and leaves their statistics', async () => {
    const script = `import torch
from layers import settle
from student import Student
student, strips = Student(), torch.rand(2, 3, 48, 64)
student(strips)
answer, mean = student.eval()(strips), student.flatten[1].running_mean.clone()
settle(student.train())
print(torch.allclose(student(strips), answer, atol=1e-4), torch.equal(student.flatten[1].running_mean, mean))`;
    expect((await code(script)).trim()).toBe('True True');
  });

  test('the manifest says of the networks what the training code says', async () => {
    const said =
      'import json, manifest; print(json.dumps([manifest.STUDENT, manifest.SECOND, manifest.LOCATOR, manifest.LOCATOR, manifest.WORD_FINDER]))';
    const { 'digit-recognition': digits, 'second-digit-recognition': second, 'card-location': locator, 'date-location': dates } = listed;
    const networks = [digits, second, locator, dates, listed['word-finding']];
    expect(JSON.parse(await code(said))).toEqual(networks.map(({ input, output }) => ({ input, output })));
  });

  test('its weights become a network for strips of any width, below a million parameters', async () => {
    const out = path.join(folder, 'digits.onnx');
    await copyFile(path.join(ROOT, 'models', 'manifest.json'), path.join(folder, 'manifest.json'));
    // weights of 16 bits differ by 0.0005 of their value
    expect(await python('export_onnx.py', checkpoint, '--out', out)).toMatch(/640 x 48 px: differs from torch by \S+e-0[4-9]/);
    expect((await readFile(out)).length).toBeLessThan(2e6);
    // the manifest beside it
    const { 'digit-recognition': entry } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
    expect(entry.sha256).toBe(
      createHash('sha256')
        .update(await readFile(out))
        .digest('hex'),
    );
    expect(entry).toEqual({ ...listed['digit-recognition'], sha256: entry.sha256 });
  });

  test('the weights that are shipped, quantised once more, answer nearly as before', async () => {
    const out = path.join(folder, 'quantised.onnx');
    const log = await python('quantise.py', path.join(ROOT, 'models', 'digits.onnx'), '--out', out, '--strips', '40');
    expect(Number(/answers differ by (\S+)/.exec(log)![1])).toBeLessThan(0.002);
    const [{ size }, shipped] = [await stat(out), await stat(path.join(ROOT, 'models', 'digits.onnx'))];
    expect(size / shipped.size).toBeCloseTo(1, 1);
  });

  test('a run that begins with the weights that are shipped reads as they do, before its first step', async () => {
    const start = ['--start', path.join(ROOT, 'models', 'digits.onnx'), ...ALONE, '--batch', '4', '--glance-strips', `${STRIPS}`];
    const begun = path.join(folder, 'begun');
    const log = await python(
      'train.py',
      'student',
      '--out',
      begun,
      '--steps',
      '1',
      '--clear-share',
      '0.5',
      '--covered-share',
      '0.2',
      '--again',
      '1',
      '--keep',
      ...start,
    );
    const begins = Number(/held-out exact at the start: (\S+)/.exec(log)![1]);
    // of the held-out strips of today's generator, dates at 12 px and photographs under digits among them; one that begins anew reads none
    expect(begins).toBeGreaterThan(0.7);
    const shipped = `import torch
from batches import to_tensor
from ctc import greedy_decode
from export_onnx import run, session
from strips import Strips
made, network = Strips(1, held_out=True, digits_only=True), session("models/digits.onnx")
strips = [made() for _ in range(${STRIPS})]
texts = [greedy_decode(torch.from_numpy(run(network, to_tensor([strip.image]).numpy())))[0] for strip in strips]
print(sum(text == strip.text for text, strip in zip(texts, strips)) / ${STRIPS})`;
    expect(Math.abs(begins - Number(await code(shipped)))).toBeLessThan(0.06);
    // gone on with, it is still one: it needs no help of random weights
    await python('train.py', 'student', '--out', begun, '--steps', '2', '--resume', ...ALONE, '--batch', '8', '--glance-strips', '1');
    const script = 'import torch, sys; state = torch.load(sys.argv[1]); print(state["step"], state["is_tuning"])';
    expect((await code(script, path.join(begun, 'checkpoint.pt'))).trim()).toBe('2 True');
  });

  test.each([
    ['locator', /320 x 192 px: differs from torch by \S+e-0[3-9]/, 4.1e6],
    ['date-locator', /320 x 192 px: differs from torch by \S+e-0[1-9]/, 0.55e6],
  ])('the %s: a run, its weights as a network for pictures of any size', async (network, check, bytes) => {
    const trained = path.join(folder, network);
    const out = path.join(folder, `${network}.onnx`);
    const few = ['--steps', `${FEW}`, ...ALONE, '--batch', '2', '--glance-scenes', '2'];
    const log = await python('train_locator.py', '--network', network, '--out', trained, ...few);
    expect(Number(/step\s+(\d+)\s+minus held-out loss/.exec(log)![1])).toBe(FEW);
    expect(await python('export_onnx.py', path.join(trained, 'checkpoint.pt'), '--out', out)).toMatch(check);
    expect((await readFile(out)).length).toBeLessThan(bytes);
  });

  test('the locator in 8 bits: integers times steps, of which the maps are nearly those of weights of 16 bits', async () => {
    const exact = path.join(folder, 'locator.onnx');
    const out = path.join(folder, 'rounded.onnx');
    const log = await python('round_locator.py', exact, '--out', out, '--pictures', '6');
    expect(Number(/^17 convolutions in 8 bits; maps differ by (\S+)/.exec(log)![1])).toBeLessThan(0.005);
    expect((await readFile(out)).length).toBeLessThan(1.3e6);
    // training goes on from such a file, too
    const script = `import sys
import numpy as np
from graphs import read_graph
graphs = [read_graph(file) for file in sys.argv[1:]]
pairs = [[graph.constants[node.input[1]] for graph, node in zip(graphs, nodes)] for nodes in zip(*([n for n in graph.nodes if n.op_type == "Conv"] for graph in graphs))]
print(max(np.abs(a - b).max() / np.abs(a).max() for a, b in pairs))`;
    expect(Number(await code(script, exact, out))).toBeLessThan(0.1);
  });

  test('what lies on digits is on these alone, and hides all of those that are no part of the text', async () => {
    const script = `import numpy as np
from covers import Row, covered
from strips import Strips
row, kinds = Row([(20.0 * i, 20.0 * i + 14) for i in range(1, 9)], 12.0, 24.0), set()
grey = np.float32(np.random.default_rng(1).uniform(0, 255, (48, 220, 3)))
for seed in range(200):
    seen, hidden = covered(grey, row, np.random.default_rng(seed))
    changed = np.abs(seen - grey).max(-1) > 1
    over = [changed[12:36, int(begin):int(end)].mean() for begin, end in row.extents]
    gone = over[hidden]
    assert all(share > 0.97 for share in gone), over
    assert gone or max(over) < 0.95, over
    kinds.add(len(gone))
strips = Strips(7, digits_only=True, covered_share=1)
made = [strips() for _ in range(60)]
print(sorted(kinds), all(len(strip.centres) == len(strip.text) for strip in made))`;
    expect((await code(script)).trim()).toBe('[0, 1, 2, 3, 4] True');
  });

  test('batches that are shown again are in another light, with the labels that they had', async () => {
    const script = `import torch
from batches import AGAIN, shown_again
batches = [(torch.full((2, 3, 48, 16), 0.5), [str(i), "7"], [(1.0,), (2.0,)]) for i in range(AGAIN.least + 20)]
for strips, *_ in batches:
    strips[1, :, :, 8:] = 0
shown = list(shown_again(batches, 2, 1))
later = [batch for batch in shown if not any(batch[0] is strips for strips, *_ in batches)]
print(len(shown), len(later), len(list(shown_again(batches, 0, 1))))
print(all(not torch.allclose(strips[0], batches[0][0][0], atol=0.02) and not strips[1, :, :, 8:].any() for strips, *_ in later))
print(all(labels == list(batches[int(labels[0][0])][1:]) for _, *labels in later))`;
    expect((await code(script)).trim().split('\n')).toEqual(['102 42 60', 'True', 'True']);
  });

  test('a locator that learns one side of cards keeps to the answers of the network that it begins with on all else', async () => {
    const few = ['--steps', `${FEW}`, ...ALONE, '--batch', '2', '--glance-scenes', '2', '--settled', '--learn', 'identity'];
    const log = await python('train_locator.py', '--start', 'models/locator.onnx', '--out', path.join(folder, 'learning'), ...few);
    expect(Number(/step\s+(\d+)\s+minus held-out loss/.exec(log)![1])).toBe(FEW);
    const script = `import torch
from train_locator import batches_of, by_answers, by_labels, wanted_of
images, maps, weights, labelled = next(iter(batches_of("locator", 1, 8, "identity")))
kept = torch.rand(8, 23, *labelled.shape[1:])
wanted, labels, answers = (vars(of).values() for of in (wanted_of(maps, weights, labelled, kept), by_labels(maps, weights), by_answers(kept)))
last = lambda field: field if field.dim() == 3 else field.movedim(1, -1)
same = [torch.equal(last(a)[where], last(b)[where]) for of, where in ((labels, labelled > 0), (answers, labelled == 0)) for a, b in zip(wanted, of)]
print(len(same), all(same), 0 < labelled.mean() < 1)`;
    expect((await code(script)).trim()).toBe('14 True tensor(True)');
  });

  test('the word finder: a run that begins as the date locator, its weights as a network for cards', async () => {
    const trained = path.join(folder, 'word-finder');
    const out = path.join(folder, 'word-finder.onnx');
    const few = ['--steps', `${FEW}`, ...ALONE, '--batch', '2', '--glance-pieces', '8'];
    const log = await python('train_word_finder.py', '--out', trained, ...few);
    expect(Number(/step\s+(\d+)\s+score/.exec(log)![1])).toBe(FEW);
    const exported = await python('export_onnx.py', path.join(trained, 'checkpoint.pt'), '--out', out);
    expect(exported).toMatch(/400 x 640 px: differs from torch by \S+e-0[2-9]/);
    expect((await readFile(out)).length).toBeLessThan(0.2e6);
  });

  test('what is around a number is where the service looks', async () => {
    const line = [tilted({ x: 320, y: 200 }, 300, 20, 5)];
    const block = [0, 1, 2, 3].map((i) => tilted({ x: 320, y: 200 + 38 * i }, 60, 20, 0));
    const pair = block.slice(0, 2).map((row) => stretchQuad(row, 0, 70));
    const outlines = [null, tilted({ x: 330, y: 180 }, 400, 252, 4), tilted({ x: 330, y: 180 }, 400, 252, 60)];
    const points = (quad: Quad) => quad.map(({ x, y }) => [x, y]);
    const script = `import json, sys, numpy
from surroundings import around_number
cases = json.loads(sys.argv[1])
made = [around_number([numpy.float32(line) for line in place], outline and numpy.float32(outline)) for place, outline in cases]
print(json.dumps([quad.tolist() for quad in made]))`;
    const cases = [line, block, pair].flatMap((place) => outlines.map((outline) => ({ place, outline })));
    const input = JSON.stringify(cases.map(({ place, outline }) => [place.map(points), outline && points(outline)]));
    const made = JSON.parse(await code(script, input));
    const expected = cases.map(({ place, outline }) => points(aroundNumber(place, outline)));
    expect(made).toEqual(expected.map((quad) => quad.map((point) => point.map((value) => expect.closeTo(value!, 1)))));
  });

  test('labels lie where what they are of is seen, however it is turned', async () => {
    const script = `import cv2, json, numpy as np
from compositing import laid, SHADOW, RIM
from scenes import Placed, Scene, TIPPED, tipped
SHADOW.share, RIM.share, TIPPED.filled = 0, 0, (0,)
thing = np.zeros((300, 480, 3), np.uint8)
cv2.rectangle(thing, (80, 200), (119, 229), (255, 255, 255), -1)
spot = np.float32([[[100, 215]]])  # its middle
apart = []
for degrees in range(0, 360, 45):
    rng, image = np.random.default_rng(degrees), np.zeros((320, 320, 3), np.uint8)
    turn = cv2.getRotationMatrix2D((0, 0), degrees, 1)[:, :2]
    quad = np.float32(np.float32([[-96, -60], [96, -60], [96, 60], [-96, 60]]) @ turn.T + 160)
    at = cv2.perspectiveTransform(spot, laid(image, thing, quad, 0.03, rng))[0, 0]
    tip = tipped(Scene(image, [Placed(None, quad, [at[None]], None, [])]), rng)
    for picture, label in ((image, at), (tip.image, tip.cards[0].numbers[0][0])):
        seen = cv2.moments(picture[..., 0])
        apart.append(float(np.hypot(seen["m10"] / seen["m00"] + 0.5 - label[0], seen["m01"] / seen["m00"] + 0.5 - label[1])))
print(json.dumps(apart))`;
    expect(Math.max(...JSON.parse(await code(script)))).toBeLessThan(0.1);
  });

  test('scenes to measure on are such as `npm run evaluate` reads', async () => {
    for (const clean of [[], ['--clean']]) {
      const set = path.join(folder, `scenes${clean.length}`);
      await python('scenes.py', set, '--held-out', '--count', '2', ...clean);
      const scenes = await labelledScenes(set);
      expect(scenes).toHaveLength(2);
      for (const { file, cards } of scenes) {
        expect((await stat(file)).size).toBeGreaterThan(0);
        for (const { pan, numbers } of cards) expect(numbers.length > 0).toBe(pan !== null);
        if (clean.length > 0) expect(cards).toHaveLength(1);
      }
    }
  });

  test("a tuned second reader's weights go back into the original graph, in 8 bits, and read as before; then it counts in integers", async () => {
    const second = path.join(folder, 'second');
    const out = path.join(folder, 'second-digits.onnx');
    await copyFile(path.join(ROOT, 'models', 'manifest.json'), path.join(folder, 'manifest.json'));
    await python('train.py', 'second', '--out', second, '--steps', '1', ...SMOKE, '--glance-strips', '1');
    const log = await python('export_onnx.py', path.join(second, 'checkpoint.pt'), '--mix', '0.5', '--out', out, '--compared', '60');
    expect(log).toMatch(/640 x 48 px: differs from torch by \S+e-0[5-9]/);
    expect(Number(/answers differ by (\S+)/.exec(log)![1])).toBeLessThan(0.005);
    // 1.9 million weights
    expect((await readFile(out)).length).toBeLessThan(2.1e6);
    const compared = await python('integers.py', out, '--out', out, '--strips', '8', '--compared', '20');
    expect(Number(/answers differ by (\S+)/.exec(compared)![1])).toBeLessThan(0.01);
    expect(compared).toContain('25 convolutions count in integers');
    expect((await readFile(out)).length).toBeLessThan(2.2e6);
    const { 'second-digit-recognition': entry } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
    expect(entry).toEqual({ ...listed['second-digit-recognition'], sha256: entry.sha256 });
    expect(entry.sha256).toBe(
      createHash('sha256')
        .update(await readFile(out))
        .digest('hex'),
    );
  });

  test('a set to measure on is one that `npm run evaluate` reads', async () => {
    const set = path.join(folder, 'set');
    await python('strips.py', set, '--held-out', '--count', '5');
    const rows = (await readFile(path.join(set, 'labels.tsv'), 'utf8')).trimEnd().split('\n');
    expect(rows).toHaveLength(6);
    for (const row of rows.slice(1)) expect((await stat(path.join(set, row.split('\t')[0]!))).size).toBeGreaterThan(0);
    expect((await labelledStrips(set)).length).toBeGreaterThan(0);
  });

  test('a sheet to look at', async () => {
    const sheet = path.join(folder, 'sheet.png');
    await python('strips.py', sheet);
    expect((await stat(sheet)).size).toBeGreaterThan(100_000);
  });

  test('a sheet of clear strips', async () => {
    const sheet = path.join(folder, 'clear.png');
    await python('clear_strips.py', sheet);
    expect((await stat(sheet)).size).toBeGreaterThan(100_000);
  });

  test('the same seed makes the same strips', async () => {
    const script = `import hashlib, sys
from strips import Strips
for seed in sys.argv[1:]:
    strips = Strips(int(seed))
    made = [strips() for _ in range(12)]
    print(hashlib.sha256(b"".join(strip.text.encode() + strip.image.tobytes() for strip in made)).hexdigest())`;
    const [a, b, c] = (await code(script, '5', '5', '6')).trim().split('\n');
    expect(a).toMatch(/^[0-9a-f]{64}$/);
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });
});
