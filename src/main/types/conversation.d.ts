// What `transcript.js` folds, and what it makes of it. `TranscriptTest` holds the fold against the server's.

type EventType =
  | 'conversation.opened' | 'conversation.renamed' | 'conversation.archived' | 'conversation.summarized'
  | 'turn.queued' | 'turn.started' | 'turn.resumed' | 'turn.completed' | 'turn.failed' | 'turn.cancelling' | 'turn.cancelled' | 'turn.interrupted'
  | 'intent.recognized' | 'message.completed'
  | 'approval.requested' | 'approval.delegated' | 'approval.decided'
  | 'tool.requested' | 'tool.started' | 'tool.progress' | 'tool.completed' | 'tool.failed' | 'tool.unknown' | 'tool.resolved'
  | 'task.started' | 'task.completed' | 'task.failed' | 'task.unknown'
  | 'prompt.pinned' | 'model.chosen' | 'recording.changed';

/** An event of the log. What is in `data` depends on the type: see docs/asyncapi.yaml. */
interface LogEvent {
  seq: number;
  type: EventType;
  /** Missing for what concerns the conversation itself. */
  turnId?: string;
  at: string;
  data: any;
  /** Recurrence rules of the data in words, by rule and by language. */
  words?: Record<string, Record<string, string>>;
}

/** The end of a log, or what is before that. */
interface PartOfLog {
  items: LogEvent[];
  /** The event before which there is more; missing if there is nothing. */
  earlier?: number;
}

interface TextDelta {
  type: 'text.delta';
  turnId: string;
  messageId: string;
  /** Where it begins in the message, in UTF-16 code units. */
  index: number;
  text: string;
}

interface ModelLoading {
  type: 'model.loading';
  turnId: string;
}

interface FoldedTurn {
  id: string;
  text: string;
  state: Schemas['Turn']['state'];
  /** The turn before it on its branch. */
  follows: string | null;
  clientMessageId?: string;
  images: Schemas['Image'][];
  /** What opened it, if no person spoke. */
  trigger: Schemas['Trigger'] | null;
  /** Messages and calls, as they came. */
  parts: ({ kind: 'message'; messageId: string; text: string; model?: string; digitalSourceType?: string } | { kind: 'call'; call: FoldedCall })[];
  calls: Map<string, FoldedCall>;
  /** The message that is being written. */
  writing: { messageId: string; text: string } | null;
  /** Whether a model is being loaded for it. */
  loading?: boolean;
  /** What is to be done, in the person's language. */
  means?: string;
  cancelling?: boolean;
  partial?: string;
  problem?: Schemas['TurnProblem'];
  interruption?: string;
  /** When it was asked for. */
  at: string;
}

interface FoldedCall {
  callId: string;
  turnId: string;
  step: number;
  tool: string;
  arguments: any;
  state: Schemas['ToolCall']['state'];
  /** Recurrence rules of the arguments and the result in words, by rule and by language. */
  words?: Record<string, Record<string, string>>;
  effect?: string;
  result?: any;
  error?: Schemas['ToolError'];
  reference?: string;
  /** What a person was asked. */
  approval?: any;
  /** What a person decided. */
  decided?: { decision: 'approve' | 'deny'; by: string; reason?: string };
  /** What a person found out about it; stands for the error. */
  resolved?: { resolution: 'done' | 'not_done'; by: string; reason?: string };
  progress?: { percent: number; note?: string };
  task?: { taskId: string; state: Schemas['ToolCall']['state']; percent?: number; note?: string; result?: any; error?: Schemas['ToolError'] };
  undoes?: Schemas['CallPlace'];
  undoneBy?: Schemas['CallPlace'];
}
