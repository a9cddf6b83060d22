using Federated.Learning.Gossip;
using Federated.Protocol;
using Grpc.Core;

namespace Federated.Client.Peers;

/// <summary>A gossip step of a round; later ones are greater.</summary>
/// <param name="Round">1-based</param>
/// <param name="Step">0-based</param>
internal readonly record struct StepKey(int Round, int Step) : IComparable<StepKey>
{
    /// <summary>From the wire.</summary>
    public static StepKey Of(StepMark mark) => new(mark.Round, mark.Step);

    /// <summary>From the wire, as somebody else said it.</summary>
    /// <param name="mark">what was said</param>
    /// <param name="rounds">of the run</param>
    /// <exception cref="RpcException">The run has no such step.</exception>
    public static StepKey Read(StepMark? mark, int rounds) => mark is { Step: >= 0 } && mark.Round >= 1 && mark.Round <= rounds
        ? Of(mark)
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"a step of round {mark?.Round ?? 0}; expected one from 1 to {rounds}"));

    /// <summary>Requires that another host is not rounds ahead.</summary>
    /// <exception cref="FellBehindException">It is.</exception>
    public void RequireNear(int round)
    {
        if (round > Round + 1)
        {
            throw new FellBehindException(round);
        }
    }

    /// <summary>For the wire.</summary>
    public StepMark Mark() => new() { Round = Round, Step = Step };

    /// <inheritdoc/>
    public int CompareTo(StepKey other) => (Round, Step).CompareTo((other.Round, other.Step));

    public static bool operator <(StepKey a, StepKey b) => a.CompareTo(b) < 0;

    public static bool operator >(StepKey a, StepKey b) => a.CompareTo(b) > 0;
}
