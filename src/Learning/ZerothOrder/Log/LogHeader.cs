using Federated.Learning.Rounds;

namespace Federated.Learning.ZerothOrder;

/// <summary>What a log is about: it applies to these weights and no others, and only in this way.</summary>
/// <param name="RunKey">key of the run's directions</param>
/// <param name="LayoutHash">SHA-256 of the parameters' names and shapes, and of those that are not trained, see <see cref="IFederatedTask{T}.Identity"/></param>
/// <param name="Dimension">number of parameters</param>
/// <param name="GenesisHash">hash of the weights before round 0, see <see cref="WeightHash"/></param>
/// <param name="Scheme">how its bytes are read</param>
public sealed record LogHeader(ulong RunKey, string LayoutHash, long Dimension, ulong GenesisHash, SealedScheme Scheme)
{
    /// <summary>How this log's subject differs from another, as a message for the user; null if it does not.</summary>
    public string? Difference(LogHeader other)
    {
        if (LayoutHash != other.LayoutHash || Dimension != other.Dimension)
        {
            return $"it is about a model of {Dimension} parameters with layout {LayoutHash[..8]}; expected {other.Dimension} parameters with layout {other.LayoutHash[..8]}";
        }

        if (RunKey != other.RunKey)
        {
            return $"its run key is {RunKey:x16}; expected {other.RunKey:x16}";
        }

        if (Scheme != other.Scheme)
        {
            return $"its bytes are to be read as {Scheme}; expected {other.Scheme}";
        }

        return GenesisHash == other.GenesisHash
            ? null
            : $"it starts from weights with hash {GenesisHash:x16}; expected {other.GenesisHash:x16}";
    }
}
