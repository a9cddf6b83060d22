using System.Runtime.InteropServices;
using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Rounds;
using Federated.Learning.Runs;
using Federated.Learning.Tasks;
using Federated.Protocol;
using Google.Protobuf;

namespace Federated.Coordinator.Tests;

/// <summary>A node that calls the service without a network and does nothing by itself: a test says what it sends.</summary>
internal sealed class DirectNode : IAsyncDisposable
{
    private readonly DeviceService _service;
    private readonly JoinReply _welcome;
    private readonly Experiment _experiment;
    private readonly SampleTask _task;
    private readonly CancellationTokenSource _gone = new();
    private readonly ChannelStreamWriter<Event> _events = new();
    private readonly Task _listening;

    private DirectNode(DeviceService service, JoinReply welcome)
    {
        (_service, _welcome) = (service, welcome);
        _experiment = ExperimentFile.Parse(welcome.Experiment, "the coordinator's experiment", []);
        _task = ExperimentRun.Load(_experiment, new DataLocations("/none", "/none"));
        _listening = service.Tasks(new TasksRequest { Session = Session }, _events, new FakeCall(_gone.Token));
    }

    public string Session => _welcome.Session;

    public static async Task<DirectNode> JoinAsync(DeviceService service, int slots = 1) => new(service, await service.Join(
        new JoinRequest { Version = ProtocolVersion.Current, Name = "direct", Token = LiveRun.Token, Slots = slots }, new FakeCall()));

    /// <summary>Waits for a task.</summary>
    public async Task<ProtocolTask> TaskAsync() => (await _events.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Task;

    /// <summary>Trains a client of a run with a server.</summary>
    public async Task<Submission> TrainAsync(ProtocolTask task)
    {
        var down = new List<float[]>();
        foreach (var hash in task.Down)
        {
            down.Add(await FetchAsync(hash));
        }

        return Train(task, down, await FetchAsync(task.State));
    }

    /// <summary>Sends messages of a submission.</summary>
    public Task<SubmitReply> SubmitAsync(params SubmitRequest[] messages) => _service.Submit(new ListReader<SubmitRequest>(messages), new FakeCall());

    public async Task<long> ArrivedAsync(long lease) =>
        (await _service.Resume(new ResumeRequest { Session = Session, Lease = lease }, new FakeCall())).Offset;

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _listening;
        _gone.Dispose();
        _task.Dispose();
    }

    private async Task<float[]> FetchAsync(ByteString hash)
    {
        var chunks = new ChannelStreamWriter<Chunk>();
        await _service.Fetch(new FetchRequest { Session = Session, Sha256 = hash }, chunks, new FakeCall());
        var bytes = new List<byte>();
        while (chunks.Reader.TryRead(out var chunk))
        {
            bytes.AddRange(chunk.Data);
        }

        return MemoryMarshal.Cast<byte, float>(CollectionsMarshal.AsSpan(bytes)).ToArray();
    }

    private Submission Train(ProtocolTask task, List<float[]> down, float[] state)
    {
        using var slot = new TrainingSlot(_experiment, _task);
        var update = slot.Train(new RoundTask<float>(task.Round, [task.Client], task.LearningRate, down), task.Client, state, CancellationToken.None);
        byte[] bytes = [.. MemoryMarshal.AsBytes(update.Vectors.Span), .. MemoryMarshal.AsBytes(state.AsSpan())];
        var header = new SubmitHeader
        {
            Session = Session,
            Lease = task.Lease,
            MeanLoss = update.MeanLoss,
            Steps = update.Steps,
            NominalSteps = update.NominalSteps,
            Finite = update.IsFinite,
            Up = update.Vectors.Length * sizeof(float),
            Kept = state.Length * sizeof(float),
            Sha256 = Framing.Hash(bytes),
        };
        return new Submission(header, bytes);
    }
}
