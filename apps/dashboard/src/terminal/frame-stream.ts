import { EventEmitter } from 'node:events';
import { LinePool } from './line-pool.js';
import type { Size } from '../state/state.js';

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
