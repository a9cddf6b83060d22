using System.Numerics;

namespace Federated.Learning.Rounds;

/// <summary>Judges a global model.</summary>
public interface IEvaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Scores the model on all samples of a split.</summary>
    /// <param name="x">parameters, length d</param>
    /// <param name="split">which samples</param>
    Score Evaluate(T[] x, EvaluationSplit split);
}
