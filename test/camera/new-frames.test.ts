import { type CountedVideo, NewFrames } from '../../lib/camera/new-frames';

/** A video of a browser that calls back for each frame. */
class CallingVideo implements CountedVideo {
  private readonly waiting = new Map<number, () => void>();
  private handle = 0;

  requestVideoFrameCallback(callback: () => void): number {
    this.waiting.set(++this.handle, callback);
    return this.handle;
  }
  cancelVideoFrameCallback(handle: number): void {
    this.waiting.delete(handle);
  }
  /** Show the next frame, and return how many waited for it. */
  show(): number {
    const called = [...this.waiting.values()];
    this.waiting.clear();
    for (const call of called) call();
    return called.length;
  }
}

/** A video of a browser that only counts. */
const countingVideo = (...counts: number[]): CountedVideo => ({
  getVideoPlaybackQuality: () => ({ totalVideoFrames: counts.shift()! }),
});
const asked = (frames: NewFrames, times: number): boolean[] => Array.from({ length: times }, () => frames.hasNew());

test('where the browser calls back, each frame is new once', () => {
  const video = new CallingVideo();
  const frames = new NewFrames(video);
  video.show();
  expect(asked(frames, 3)).toEqual([true, false, false]);
  for (let i = 0; i < 3; i++) video.show();
  expect(asked(frames, 2)).toEqual([true, false]);
});

test('what was looked at before the first call is not looked at again', () => {
  const video = new CallingVideo();
  const frames = new NewFrames(video);
  expect(asked(frames, 2)).toEqual([true, true]);
  video.show();
  expect(frames.hasNew()).toBe(false);
  video.show();
  expect(frames.hasNew()).toBe(true);
});

test('the browser is asked to call no more in the end', () => {
  const video = new CallingVideo();
  const frames = new NewFrames(video);
  expect([video.show(), video.show()]).toEqual([1, 1]);
  frames.stop();
  expect(video.show()).toBe(0);
});

test.each<[string, CountedVideo, boolean[]]>([
  ['only counts', countingVideo(3, 3, 4, 4, 7), [true, false, true, false, true]],
  ['begins to count later', countingVideo(0, 1, 1, 2), [true, false, false, true]],
  ['counts anew', countingVideo(9, 2, 2), [true, true, false]],
  ['counts nothing of a camera', countingVideo(0, 0, 0), [true, true, true]],
  ['tells nothing', {}, [true, true, true]],
])('a browser that %s', (_, video, expected) => {
  const frames = new NewFrames(video);
  expect(asked(frames, expected.length)).toEqual(expected);
  frames.stop();
});
