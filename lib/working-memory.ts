const PAGE_BYTES = 65_536;
/** Numbers of any kind may lie at multiples of this, bytes; and loops may read and write up to this many bytes beyond their data. */
const ALIGNMENT = 16;

type Data = Uint8Array | Float32Array;
/** The functions that a module imports besides the memory, by the name of the module that declares them. */
type Imports = Readonly<Record<string, Readonly<Record<string, (x: number) => number>>>>;

/** The memory of loops that are compiled to WebAssembly (`*.as.ts`). Data at its beginning stays there between calls, as most calls ask about the same data again. */
export class WorkingMemory {
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  private resident: WeakRef<Data> | null = null;
  /** how much of it was used since it was wiped, from its beginning */
  private usedBytes = 0;

  /** The memory's buffer. It is another one after the memory has grown. */
  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  /** Compiles a module, and returns its loops, which work in this memory. */
  kernelsOf<Kernels>(module: string, imports: Imports = {}): Kernels {
    const compiled = new WebAssembly.Module(Buffer.from(module, 'base64'));
    return new WebAssembly.Instance(compiled, { env: { memory: this.memory }, ...imports }).exports as unknown as Kernels;
  }

  /** @throws {RangeError} when the machine has no more memory */
  makeRoom(bytes: number): void {
    const missing = bytes + ALIGNMENT - this.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.usedBytes = Math.max(this.usedBytes, bytes + ALIGNMENT);
  }

  /**
   * Copies data to the beginning of the memory, for which room was made.
   *
   * @returns whether the same data lay there before
   */
  keep(data: Data): boolean {
    if (this.resident?.deref() === data) return true;
    new Uint8Array(this.buffer).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.resident = new WeakRef(data);
    return false;
  }

  /** Forgets data that has changed: the copy at the beginning is no longer valid. */
  forget(data: Data): void {
    if (this.resident?.deref() === data) this.resident = null;
  }

  /** Overwrites everything that was put here. */
  wipe(): void {
    new Uint8Array(this.buffer, 0, this.usedBytes).fill(0);
    this.resident = null;
    this.usedBytes = 0;
  }
}

/** Returns the next address at which numbers may lie. */
export const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;
