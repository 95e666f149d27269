/** Of a call's elements: heard by the page around them, whatever holds them. An intent is cancelable, a fact is not. */
export abstract class CallEvent extends Event {
  constructor(type: string, cancelable = true) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}
