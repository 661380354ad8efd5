// The state of a conversation as the fold of its events: the same rules as on the server. What came before can be put in front.
const BEGINS = new Set(['turn.queued', 'turn.started']);
const GOES_ON = new Set(['running', 'awaiting_approval']);

export class Transcript {
  constructor() {
    /** @type {Map<string | null | undefined, FoldedTurn>} */
    this.turns = new Map();
    // Those that have not ended, in order of arrival.
    /** @type {Set<FoldedTurn>} */
    this.unsettled = new Set();
    this.lastSeq = 0;
    /** @type {FoldedTurn | null} The turn that was started last. */
    this.last = null;
    /** @type {string | null} */
    this.title = null;
    /** @type {boolean | null} Null while nobody has said. */
    this.recorded = null;
    // The events of each turn, also of those that began before what was loaded, and which of them take calls back.
    /** @type {Map<string | null | undefined, LogEvent[]>} */
    this.events = new Map();
    this.undoing = new Map();
  }

  // Applies an event or a delta; gives the id of the changed turn, or null if there was nothing new.
  /** @param {LogEvent | TextDelta | ModelLoading} event */
  apply(event) {
    if (event.type === 'text.delta') {
      return this.delta(event);
    }
    if (event.type === 'model.loading') {
      return this.loading(event);
    }
    if (!event.seq || event.seq <= this.lastSeq) {
      return null;
    }
    this.lastSeq = event.seq;
    if (event.type === 'conversation.renamed') {
      this.title = event.data.title;
      return null;
    }
    if (event.type === 'recording.changed') {
      this.recorded = event.data.on;
      return null;
    }
    if (!event.turnId) {
      return null;
    }
    const before = this.events.get(event.turnId) ?? [];
    before.push(event);
    this.events.set(event.turnId, before);
    // What happens to a turn from before what was loaded is shown when that turn is.
    if (!this.turns.has(event.turnId) && !BEGINS.has(event.type)) {
      return null;
    }
    this.fold(event);
    return event.turnId;
  }

  // Whether a turn is older than the newest one and not among those that are loaded.
  /** @param {string} turnId */
  isAboveLoaded(turnId) {
    return this.last !== null && !this.turns.has(turnId) && Number(turnId.slice(1)) < Number(this.last.id.slice(1));
  }

  /** @param {TextDelta} delta */
  delta({ turnId, messageId, index, text }) {
    const turn = this.turns.get(turnId);
    if (!turn) {
      return null;
    }
    turn.loading = false;
    if (index === 0 || turn.writing?.messageId !== messageId) {
      turn.writing = { messageId, text: index === 0 ? text : '' };
    } else if (index === turn.writing.text.length) {
      turn.writing.text += text;
    }
    return turnId;
  }

  // Holds until something of the turn comes.
  /** @param {ModelLoading} loading */
  loading({ turnId }) {
    const turn = this.turns.get(turnId);
    if (!turn) {
      return null;
    }
    turn.loading = true;
    return turnId;
  }

  /** @param {LogEvent} event */
  fold(event) {
    const { type, turnId, data, words } = event;
    const turn = this.turns.get(turnId) ?? this.begun(event);
    turn.loading = false;
    /** @type {any} The call that the event names is there. */
    const call = turn.calls.get(data.callId);
    if (call && words) {
      call.words = { ...call.words, ...words };
    }
    switch (type) {
      case 'intent.recognized': turn.means = data.means; break;
      case 'turn.queued': turn.state = 'queued'; break;
      case 'turn.started': turn.state = 'running'; this.last = turn; break;
      case 'turn.resumed': turn.writing = null; break;
      case 'message.completed':
        turn.writing = null;
        if (data.text) {
          turn.parts.push({ kind: 'message', ...data });
        }
        break;
      case 'tool.requested': {
        const made = { ...data, turnId, state: 'requested', words };
        turn.calls.set(data.callId, made);
        if (data.undoes) {
          const undoing = { undone: data.undoes, by: { turnId, callId: data.callId } };
          this.undoing.set(`${turnId} ${data.callId}`, undoing);
          this.undo(undoing);
        }
        turn.parts.push({ kind: 'call', call: made });
        break;
      }
      case 'approval.requested':
        Object.assign(call, { state: 'awaiting_approval', approval: { ...data, words, means: call.step === 1 ? turn.means : undefined } });
        break;
      case 'approval.decided':
        // A denial is followed by tool.failed.
        call.decided = data;
        call.state = data.decision === 'approve' ? 'requested' : call.state;
        call.arguments = data.arguments ?? call.arguments;
        break;
      case 'approval.delegated': call.approval = { ...call.approval, delegate: data.to }; break;
      case 'tool.started': call.state = 'running'; break;
      case 'tool.progress':
        if (call.task) {
          Object.assign(call.task, { percent: data.percent, note: data.note });
        } else {
          call.progress = data;
        }
        break;
      case 'task.started': call.task = { taskId: data.taskId, state: 'running' }; break;
      case 'task.completed': Object.assign(call.task, { state: 'completed', result: data.result }); break;
      case 'task.failed': Object.assign(call.task, { state: 'failed', error: data.error }); break;
      case 'task.unknown': call.task.state = 'unknown'; call.reference = data.reference; break;
      case 'tool.resolved': {
        // What was found stands in place of the error, in the reader's language.
        Object.assign(call.task ?? call, { state: data.resolution === 'done' ? 'completed' : 'failed', error: undefined });
        call.resolved = data;
        break;
      }
      case 'tool.completed': Object.assign(call, { state: 'completed', result: data.result }); break;
      case 'tool.failed': Object.assign(call, { state: data.error.code === 'denied' ? 'denied' : 'failed', error: data.error }); break;
      case 'tool.unknown': Object.assign(call, { state: 'unknown', reference: data.reference }); break;
      case 'turn.cancelling': turn.cancelling = true; break;
      case 'turn.completed': turn.state = data.awaiting ? 'awaiting_input' : 'completed'; break;
      case 'turn.failed': turn.state = 'failed'; turn.problem = data.problem; turn.writing = null; break;
      case 'turn.cancelled': turn.state = 'cancelled'; turn.partial = data.partial; turn.writing = null; break;
      case 'turn.interrupted': turn.state = 'interrupted'; turn.interruption = data.reason; turn.writing = null; break;
      default: break;
    }
    if (GOES_ON.has(turn.state)) {
      const waits = [...turn.calls.values()].some((one) => one.state === 'awaiting_approval');
      turn.state = waits ? 'awaiting_approval' : 'running';
    }
    if (GOES_ON.has(turn.state) || turn.state === 'queued') {
      this.unsettled.add(turn);
    } else {
      this.unsettled.delete(turn);
    }
  }

  // A turn as its first event describes it.
  /**
   * @param {LogEvent} event
   * @returns {FoldedTurn}
   */
  begun({ turnId = '', at, data }) {
    /** @type {FoldedTurn} */
    const turn = {
      id: turnId,
      text: data.text,
      follows: data.follows ?? null,
      clientMessageId: data.clientMessageId,
      images: data.images ?? [],
      trigger: data.trigger ?? null,
      state: 'running',
      parts: [],
      calls: new Map(),
      writing: null,
      at,
    };
    this.turns.set(turnId, turn);
    return turn;
  }

  undo({ undone, by }) {
    const call = this.turns.get(undone.turnId)?.calls.get(undone.callId);
    if (call) {
      call.undoneBy = by;
    }
  }

  // Takes the events directly before those that are here; gives the ids of the turns that they bring.
  /** @param {LogEvent[]} events */
  putBefore(events) {
    const earlier = new Transcript();
    events.forEach((event) => earlier.apply(event));
    const brought = [...earlier.turns.keys()];
    const { last } = earlier;
    for (const id of brought) {
      (this.events.get(id) ?? []).forEach((event) => earlier.fold(event));
      const known = this.turns.get(id);
      if (known) {
        Object.assign(earlier.turns.get(id) ?? {}, { writing: known.writing, loading: known.loading });
        this.unsettled.delete(known);
      }
    }
    this.last = earlier.turns.get(this.last?.id) ?? this.last ?? last;
    this.turns = new Map([...earlier.turns, ...[...this.turns].filter(([id]) => !earlier.turns.has(id))]);
    this.unsettled = new Set([...earlier.unsettled, ...this.unsettled]);
    this.title ??= earlier.title;
    this.recorded ??= earlier.recorded;
    earlier.events.forEach((before, id) => this.events.set(id, [...before, ...(this.events.get(id) ?? [])]));
    this.undoing = new Map([...earlier.undoing, ...this.undoing]);
    this.undoing.forEach((one) => this.undo(one));
    return brought;
  }

  // The branch that ends in the turn started last, and what waits and is not on it yet.
  branch() {
    const branch = [];
    for (let turn = this.last; turn; turn = this.turns.get(turn.follows) ?? null) {
      branch.unshift(turn);
    }
    const queued = [...this.unsettled].filter((turn) => turn.state === 'queued' && !branch.includes(turn));
    return [...branch, ...queued];
  }

  // The turn that is being answered now; others may wait for a person meanwhile.
  running() {
    return [...this.unsettled].find((turn) => turn.state === 'running') ?? null;
  }
}
