using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Recording;

/// <summary>
/// Machines, wherever they are, whose log is the transcript: the index points to it, and only samples are written here. All that machines exchange is
/// what the log keeps.
/// </summary>
/// <param name="machines">who proposes and applies</param>
/// <param name="recording">where and who</param>
internal sealed class RecordingMachines(IMachinePort machines, RunRecording<float> recording) : IMachinePort
{
    /// <inheritdoc/>
    public void Start(IReadOnlyList<ushort> started) => machines.Start(started);

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(RoundStart round, CancellationToken cancellation)
    {
        var number = checked((int)round.Round + 1);
        recording.Begin(number);
        recording.WriteTruth(recording.Options.Of([.. round.Machines.Select(machine => (int)machine)]));
        return machines.Propose(round, cancellation);
    }

    /// <inheritdoc/>
    public void Apply(SealedRound round) => machines.Apply(round);

    /// <inheritdoc/>
    public IReadOnlyDictionary<ushort, ulong> Hashes() => machines.Hashes();

    /// <inheritdoc/>
    public ulong Rebuild(ushort machine) => machines.Rebuild(machine);

    /// <inheritdoc/>
    public void Leave(ushort machine) => machines.Leave(machine);
}
