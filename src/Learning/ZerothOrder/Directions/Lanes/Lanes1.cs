namespace Federated.Learning.ZerothOrder;

/// <summary>One word: the definition that the wider ones are held against.</summary>
internal readonly unsafe struct Lanes1(uint word) : ILanes<Lanes1>
{
    private readonly uint _word = word;

    public static int Count => 1;

    public static Lanes1 Iota => new(0);

    public static int IndexBits => 4;

    public static Lanes1 operator &(Lanes1 a, Lanes1 b) => new(a._word & b._word);

    public static Lanes1 operator |(Lanes1 a, Lanes1 b) => new(a._word | b._word);

    public static Lanes1 operator ^(Lanes1 a, Lanes1 b) => new(a._word ^ b._word);

    public static Lanes1 operator ~(Lanes1 a) => new(~a._word);

    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._word + b._word);

    public static Lanes1 Create(uint value) => new(value);

    public static Lanes1 Load(uint* source) => new(*source);

    public static void Store(Lanes1 value, uint* destination) => *destination = value._word;

    public static Lanes1 ShiftLeft(Lanes1 value, int count) => new(value._word << count);

    public static Lanes1 ShiftRight(Lanes1 value, int count) => new(value._word >> count);

    public static Lanes1 Multiply(Lanes1 value, uint factor, out Lanes1 high)
    {
        var product = (ulong)value._word * factor;
        high = new((uint)(product >> 32));
        return new((uint)product);
    }

    public static Lanes1 Lookup(int* table, Lanes1 index) => new((uint)table[index._word & 15]);

    public static Lanes1 Scale(Lanes1 value, float factor) => new(BitConverter.SingleToUInt32Bits(factor * (float)(int)value._word));

    public static void AddTo(float* from, Lanes1 value, float* to) => *to = *from + BitConverter.UInt32BitsToSingle(value._word);

    public static void StreamTo(float* from, Lanes1 value, float* to) => AddTo(from, value, to);

    public static void Step(float* theta, float decay, float alpha, Lanes1 sum)
    {
        var step = BitConverter.UInt32BitsToSingle(Scale(sum, alpha)._word);
        var kept = *theta * decay;
        *theta = kept - step;
    }
}
