/** What a video element tells of its frames. Not every browser has all of it, nor tells it of a camera. */
export interface CountedVideo {
  requestVideoFrameCallback?(callback: () => void): number;
  cancelVideoFrameCallback?(handle: number): void;
  getVideoPlaybackQuality?(): { readonly totalVideoFrames: number };
}

/** Tells whether a video shows another frame than when it was asked before: a camera may be slower than whoever looks. */
export class NewFrames {
  private shown = 0;
  private next = 0;
  /** the number of frames when it was asked last; null where the browser had told nothing yet */
  private before: number | null = 0;

  constructor(private readonly video: CountedVideo) {
    this.countNext();
  }

  /**
   * Returns whether there is another frame than at the call before: as long as the browser tells nothing, always. The frame with which it begins to tell was
   * there at that call.
   */
  hasNew(): boolean {
    const { before } = this;
    // some browsers count none of a camera's frames
    this.before = (this.video.requestVideoFrameCallback ? this.shown : this.video.getVideoPlaybackQuality?.().totalVideoFrames) || null;
    return this.before === null || (before !== null && this.before !== before);
  }

  /** Counts no more. */
  stop(): void {
    this.video.cancelVideoFrameCallback?.(this.next);
  }

  private countNext(): void {
    this.next =
      this.video.requestVideoFrameCallback?.(() => {
        this.shown++;
        this.countNext();
      }) ?? 0;
  }
}
