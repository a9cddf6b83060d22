using Federated.Learning.Rounds;

namespace Federated.Learning.Tasks;

/// <summary>An oracle that can be told which samples its mini-batch holds.</summary>
internal interface IBatchObjective : ILocalObjective<float>
{
    /// <summary>Makes these the current mini-batch.</summary>
    /// <param name="samples">of the training set; no more than the largest mini-batch</param>
    /// <param name="number">the mini-batch's number in this client's round: chooses its augmentation and dropout masks</param>
    void Take(ReadOnlySpan<int> samples, int number);
}
