namespace Federated.Learning.ZerothOrder;

/// <summary>Who evaluates the two sides of a direction; the result is the same.</summary>
public enum ForwardPlacement
{
    /// <summary>One worker, one after the other.</summary>
    OneWorker,

    /// <summary>Two workers, at the same time (PertP, arXiv 2507.03211): for fewer machines than workers.</summary>
    TwoWorkers,
}
