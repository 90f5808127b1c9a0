/** Messages that arrive on their own time, for a consumer that takes them one by one. */
export class Mailbox<Message> {
  readonly #waiting: Message[] = [];
  #failure: { error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** Adds a message. */
  put(message: Message): void {
    this.#waiting.push(message);
    this.#wake?.();
  }

  /** Ends it with an error, once all messages before it are taken. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /**
   * The next message, as soon as there is one.
   *
   * @throws unknown the error that was given to {@link fail}.
   */
  async take(): Promise<Message> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#failure) throw this.#failure.error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
