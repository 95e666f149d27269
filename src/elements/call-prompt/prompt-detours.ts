import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { CallTexts } from '../../locales/call/en.ts';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import type { CallSide, DeviceRefusal, Media } from '../../protocol/call-record.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { Call } from '../../session/call/call.ts';
import { callButton } from '../shared/call-button.ts';
import { handsetIcon } from '../shared/call-icons.ts';
import { clock } from '../shared/clock.ts';
import { card } from './prompt-card.ts';
import { refusalHelp, whereItAsks } from './refusal-help.ts';

type Acquiring = Extract<CallView, { phase: 'acquiring' }>;

/** What a detour's card is drawn from, beside the call's view. */
interface PromptFacts {
  readonly call: Call;
  readonly texts: CallTexts;
  readonly name: string;
  readonly side: CallSide | undefined;
}

/** A browser that asks anew on each page is pointed out after this long, in milliseconds: most give at once what the last page had. */
const ASKS = 1_000;

/** What trying again cannot change. */
const isLasting = (refusal: DeviceRefusal): boolean => ['unsupported', 'insecure', 'policy'].includes(refusal);

/** What no network of the customer's has to do with. */
const isOurs = (failure: string): boolean => ['refused', 'encryption'].includes(failure) || isSentAway(failure);

/** Who was in the call is not in it any more, and by no network's doing. */
const isSentAway = (failure: string): failure is 'elsewhere' | 'removed' => failure === 'elsewhere' || failure === 'removed';

/** What a prompt shows of a call that is not simply answered. */
export function detour({ call, texts, name, side }: PromptFacts, view: CallView, words: CallHelpTexts): TemplateResult | typeof nothing {
  const end = callButton('choice red', texts.end, () => void call.end(), handsetIcon);
  switch (view.phase) {
    case 'prompt':
      return aside(texts.rings(name), callButton('show', words.show, () => call.setDismissed(false)));
    case 'elsewhere':
      return aside(words.elsewhere);
    case 'acquiring':
      return acquiring({ call, texts }, view, words);
    case 'rejoin':
      if (view.devices.is === 'opening' && Date.now() - view.devices.since > ASKS) return asking({ call, texts }, view.devices, words.rejoinAsked, words);
      if (view.busy) return card(words.rejoining, '', end);
      return card(words.rejoinTitle(name), words.rejoinHint, html`${callButton('choice green', words.rejoin, () => void call.rejoin(), handsetIcon)}${end}`);
    case 'ended': {
      const { reason, failure = '' } = view;
      const isSelf = view.by === side;
      const isFull = failure === 'full';
      const why = isFull ? words.fullHint : isOurs(failure) ? words.oursHint : words.endedHint(reason);
      return card(
        isFull ? words.full : reason === 'lost' && isSentAway(failure) ? words.sentAway[failure](isSelf) : words.ended(reason, isSelf),
        view.duration > 0 ? clock(view.duration) : '',
        callButton('choice', texts.close, () => call.acknowledge()),
        nothing,
        html`<p class="status">${why}</p>`,
      );
    }
    default:
      return nothing;
  }
}

/** The browser's question is open, and may not be seen. */
function asking({ call, texts }: Pick<PromptFacts, 'call' | 'texts'>, { wants }: { readonly wants: Media }, hint: string, words: CallHelpTexts): TemplateResult {
  return card(wants === 'video' ? texts.askVideo : texts.askAudio, hint, callButton('choice red', texts.end, () => void call.end(), handsetIcon), nothing, whereItAsks(words));
}

function acquiring({ call, texts }: Pick<PromptFacts, 'call' | 'texts'>, { devices, choice }: Acquiring, words: CallHelpTexts): TemplateResult {
  if (devices.is !== 'refused' && devices.is !== 'camera-refused') return asking({ call, texts }, { wants: choice }, texts.askHint, words);
  const { refusal } = devices;
  const lasting = isLasting(refusal);
  const again = lasting ? nothing : callButton('choice', words.again, () => void call.tryAgain());
  const giveUp = (): void => void call.giveUp();
  if (devices.is === 'refused') {
    const way = lasting ? callButton('choice', words.write, giveUp) : html`${again}${callButton('choice red', texts.end, giveUp, handsetIcon)}`;
    return card(words.microphoneRefused, '', way, nothing, refusalHelp(words, refusal, 'microphone', devices.wants === 'video'));
  }
  return card(
    words.cameraRefused,
    words.cameraHint,
    html`${callButton('choice green wide', words.goOn, () => void call.goOnWithAudio(), handsetIcon)}${again}${callButton('choice red', texts.end, giveUp, handsetIcon)}`,
    nothing,
    refusalHelp(words, refusal, 'camera'),
  );
}

/** One line, for what may wait. */
const aside = (text: string, button: unknown = nothing): TemplateResult => html`<div class="aside" part="card"><p role="status">${text}</p>${button}</div>`;
