namespace Federated.Learning.ZerothOrder;

/// <summary>How a learning rate changes over T rounds t = 0, 1, ...</summary>
public enum RateSchedule
{
    /// <summary>local.learning_rate_decay to the power of t.</summary>
    Exponential,

    /// <summary>1 - t / T.</summary>
    Linear,

    /// <summary>(1 + cos(pi t / T)) / 2.</summary>
    Cosine,
}
