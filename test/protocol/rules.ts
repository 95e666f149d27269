import * as clock from '../../src/protocol/call-clock.ts';
import * as record from '../../src/protocol/call-record.ts';
import * as rules from '../../src/protocol/call-rules.ts';
import * as view from '../../src/protocol/call-view.ts';
import * as model from '../../src/session/call/call-model.ts';
import * as signals from '../../src/session/call/call-signals.ts';

/** Everything pure about a call. The models take it as a value, so that a mutant can stand in for it. */
export interface Rules {
  readonly startCall: typeof rules.startCall;
  readonly applyCommand: typeof rules.applyCommand;
  readonly deadlineOf: typeof rules.deadlineOf;
  readonly isLive: typeof rules.isLive;
  readonly customerView: typeof view.customerView;
  readonly agentView: typeof view.agentView;
  readonly generationOf: typeof record.generationOf;
  readonly latestOf: typeof record.latestOf;
  readonly heard: typeof model.heard;
  readonly wishOf: typeof model.wishOf;
  readonly PATIENCE: number;
  readonly endedAlone: typeof model.endedAlone;
  readonly callSignals: typeof signals.callSignals;
}

export const theRules: Rules = { ...clock, ...record, ...rules, ...view, ...model, ...signals };

export const viewOf = (rules: Rules, side: record.CallSide, ...of: Parameters<typeof view.customerView>): view.CallView =>
  side === 'agent' ? rules.agentView(...of) : rules.customerView(...of);
