using Federated.Coordinator.Uploads;
using Federated.Learning.Algorithms;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Coordinator;

/// <summary>
/// The clients of a run with a server, trained by whichever nodes are there. What a client keeps travels with its tasks, so that any node can go on
/// with any client, and nothing is lost with a node.
/// </summary>
/// <param name="board">who works on what</param>
/// <param name="journal">what was delivered</param>
/// <param name="room">where uploads lie</param>
/// <param name="store">what nodes may fetch</param>
/// <param name="vectors">what goes down, up, and is kept</param>
/// <param name="run">dimension, samples of clients, whom not to wait for</param>
/// <param name="states">where it is kept; not owned</param>
internal sealed class RemoteClients(
    TaskBoard board, Journal journal, UploadRoom room, VectorStore store, ExchangedVectors vectors, RunContext run, ClientStateStore<float> states)
    : IClientPort<float>
{
    private readonly int _dimension = run.Task.Layout.Dimension;
    private int _saved;

    private long Up => (long)vectors.Up.Length * _dimension * sizeof(float);

    private long Kept => (long)vectors.ClientState.Length * _dimension * sizeof(float);

    /// <inheritdoc/>
    public void Train(RoundTask<float> task, IUpdateSink<float> sink, CancellationToken cancellation)
    {
        var turns = new Turns(room, (position, header, upload) => Use(task.Cohort[position], position, header, upload.Floats(), sink));
        room.Turn(0);
        try
        {
            var down = task.Down.Select(vector => store.Offer(new FloatBytes(vector).Memory)).ToArray();
            var work = task.Cohort.Select((client, position) => Piece(task, down, client, position, turns)).ToArray();
            foreach (var late in board.Run(work, run.Experiment.Stragglers, cancellation))
            {
                sink.Drop(late.Position, late.Template.Client);
            }

            turns.End();
        }
        catch
        {
            turns.Discard();
            states.Discard();
            throw;
        }
        finally
        {
            store.Clear();
        }
    }

    /// <inheritdoc/>
    public void Commit(int round) => states.Commit(round);

    /// <inheritdoc/>
    public void Save(int round)
    {
        states.Save(round);
        _saved = round;
    }

    /// <inheritdoc/>
    public void Restore(int round) => states.Restore(round);

    /// <inheritdoc/>
    /// <remarks>The checkpoint stands: what its rounds were made of is not needed again.</remarks>
    public void Prune()
    {
        states.Prune();
        journal.Forget(_saved);
    }

    private Work Piece(RoundTask<float> task, ByteString[] down, int client, int position, Turns turns)
    {
        var template = new ProtocolTask { Round = task.Round, Client = client, LearningRate = task.LearningRate, State = State(client) };
        template.Down.AddRange(down);
        return new Work(template, position, header => Refusal(client, header), (header, upload) => turns.Take(position, header, upload));
    }

    private ByteString State(int client)
    {
        if (Kept == 0)
        {
            return ByteString.Empty;
        }

        var state = new float[vectors.ClientState.Length * _dimension];
        states.Load(client, state);
        return store.Offer(new FloatBytes(state).Memory);
    }

    /// <summary>Sizes are those of the model, and the numbers of steps are those of the client's samples: server rules reckon with them.</summary>
    private string? Refusal(int client, SubmitHeader header)
    {
        if (header.Up != Up || header.Kept != Kept)
        {
            return $"{header.Up} bytes up and {header.Kept} kept; expected {Up} and {Kept}";
        }

        var local = run.Experiment.Local;
        var samples = board.Owners.Samples(client) ?? run.Task.SampleCount(client);
        var (steps, nominal) = (local.PlannedSteps(samples), local.NominalSteps(samples));
        return header.Steps == steps && Math.Abs(header.NominalSteps - nominal) <= 1e-9 * nominal
            ? null
            : $"{header.Steps} steps, nominally {header.NominalSteps}; expected {steps} and {nominal} of a client with {samples} samples";
    }

    private void Use(int client, int position, SubmitHeader header, float[] floats, IUpdateSink<float> sink)
    {
        var up = floats.AsMemory(0, (int)(Up / sizeof(float)));

        // What a node says of its numbers is not relied on.
        var finite = header.Finite && FlatVector.IsFinite<float>(floats);
        if (finite && Kept > 0)
        {
            states.Stage(client, floats.AsSpan(up.Length));
        }

        sink.Add(position, new ClientUpdate<float>(client, up, header.MeanLoss, header.Steps, header.NominalSteps, finite));
    }
}
