import { EventEmitter } from 'node:events';
import type { Size } from './cells.js';

/**
 * What Ink takes for the terminal. In its debug mode Ink writes every frame whole, and this hands each one on; so Ink
 * lays out and styles, and the painter alone writes to the terminal.
 */
export class FrameStream extends EventEmitter {
  readonly isTTY = false;
  /** Of the lines that the frames are made of. */
  readonly pool = new LinePool();
  columns: number;
  rows: number;
  readonly #onFrame: (frame: string) => void;

  constructor(size: Size, onFrame: (frame: string) => void) {
    super();
    this.columns = size.columns;
    this.rows = size.rows;
    this.#onFrame = onFrame;
  }

  /** Takes a frame. */
  write(frame: string, done?: () => void): boolean {
    if (frame !== '') this.#onFrame(this.pool.restore(frame));
    done?.();
    return true;
  }

  /** Takes the terminal's new size; Ink lays out anew. */
  resize(size: Size): void {
    this.columns = size.columns;
    this.rows = size.rows;
    this.emit('resize');
  }
}

const START = '\ue000';
const END = '\ue001';
const TOKEN = /\ue000(\d+)\ue001/g;

/**
 * Lines on their way through Ink. Ink takes every character of a frame apart, with its styles, and puts it together
 * again: thousands of objects a frame. So a line is put here, a short token goes through Ink in its stead, and the line
 * comes back where the token has come to stand. Lines hold no characters for private use (see `showable`), so none can
 * pass for a token.
 */
export class LinePool {
  #lines: string[] = [];

  /** Takes a line, and gives the token that stands for it in the next frame. */
  put(line: string): string {
    return `${START}${this.#lines.push(line) - 1}${END}`;
  }

  /** A frame with its lines again. The pool is empty then: Ink asks anew for every line of every frame. */
  restore(frame: string): string {
    const restored = frame.replace(TOKEN, (_, index: string) => this.#lines[Number(index)] ?? '');
    this.#lines = [];
    return restored;
  }
}
