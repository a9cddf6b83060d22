namespace Federated.Equivalence.Tests;

/// <summary>What went wrong on purpose.</summary>
internal sealed class FaultCounts
{
    private int _failed;
    private int _lost;
    private int _broken;

    /// <summary>Calls that did not reach the coordinator.</summary>
    public int Failed => _failed;

    /// <summary>Answers that were lost after the coordinator had done its work.</summary>
    public int Lost => _lost;

    /// <summary>Streams that broke in the middle.</summary>
    public int Broken => _broken;

    public void Fail() => Interlocked.Increment(ref _failed);

    public void Lose() => Interlocked.Increment(ref _lost);

    public void Break() => Interlocked.Increment(ref _broken);
}
