namespace Federated.Learning.Rounds;

/// <summary>Decides who takes part in a round.</summary>
public interface ICohortSampler
{
    /// <summary>Client ids of a round, ascending, at least one.</summary>
    /// <param name="round">1-based</param>
    int[] Sample(int round);
}
