const PAGE_BYTES = 65_536;
/** Where numbers of any kind may lie; loops read and write up to so many bytes beyond what they are told of. */
const ALIGNMENT = 16;

type Data = Uint8Array | Float32Array;
/** What a module takes besides the memory, by the module that declares it. */
type Imports = Readonly<Record<string, Readonly<Record<string, (x: number) => number>>>>;

/** Memory in which loops that are compiled to WebAssembly (`*.as.ts`) work. What was laid at its beginning stays there: most calls ask about the same data again. */
export class WorkingMemory {
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  private resident: WeakRef<Data> | null = null;
  /** from its beginning, since it was wiped */
  private usedBytes = 0;

  /** Another one as soon as there is more room. */
  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  /** The loops of a module, which work in this memory. */
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
   * Lay data at the beginning, for which room was made.
   *
   * @returns whether the same data lay there before
   */
  keep(data: Data): boolean {
    if (this.resident?.deref() === data) return true;
    new Uint8Array(this.buffer).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.resident = new WeakRef(data);
    return false;
  }

  /** This data has changed: it is not what was laid at the beginning any more. */
  forget(data: Data): void {
    if (this.resident?.deref() === data) this.resident = null;
  }

  /** Nothing is left of what was here. */
  wipe(): void {
    new Uint8Array(this.buffer, 0, this.usedBytes).fill(0);
    this.resident = null;
    this.usedBytes = 0;
  }
}

/** The next address on from which numbers may lie. */
export const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;
