namespace Federated.Learning.ZerothOrder;

/// <summary>How a kernel's results get to memory.</summary>
internal unsafe interface IStore
{
    /// <summary>to = from + value.</summary>
    static abstract void AddTo<TLanes>(float* from, TLanes value, float* to)
        where TLanes : struct, ILanes<TLanes>;
}
