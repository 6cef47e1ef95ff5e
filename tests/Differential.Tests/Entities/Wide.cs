using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>More members than a word has bits.</summary>
[DynamoDBTable("Wide")]
public sealed class Wide : Item
{
    public int P00 { get; set; }
    public string? P01 { get; set; }
    public double P02 { get; set; }
    public long? P03 { get; set; }
    public bool P04 { get; set; }
    public int P05 { get; set; }
    public string? P06 { get; set; }
    public double P07 { get; set; }
    public long? P08 { get; set; }
    public bool P09 { get; set; }
    public int P10 { get; set; }
    public string? P11 { get; set; }
    public double P12 { get; set; }
    public long? P13 { get; set; }
    public bool P14 { get; set; }
    public int P15 { get; set; }
    public string? P16 { get; set; }
    public double P17 { get; set; }
    public long? P18 { get; set; }
    public bool P19 { get; set; }
    public int P20 { get; set; }
    public string? P21 { get; set; }
    public double P22 { get; set; }
    public long? P23 { get; set; }
    public bool P24 { get; set; }
    public int P25 { get; set; }
    public string? P26 { get; set; }
    public double P27 { get; set; }
    public long? P28 { get; set; }
    public bool P29 { get; set; }
    public int P30 { get; set; }
    public string? P31 { get; set; }
    public double P32 { get; set; }
    public long? P33 { get; set; }
    public bool P34 { get; set; }
    public int P35 { get; set; }
    public string? P36 { get; set; }
    public double P37 { get; set; }
    public long? P38 { get; set; }
    public bool P39 { get; set; }
    public int P40 { get; set; }
    public string? P41 { get; set; }
    public double P42 { get; set; }
    public long? P43 { get; set; }
    public bool P44 { get; set; }
    public int P45 { get; set; }
    public string? P46 { get; set; }
    public double P47 { get; set; }
    public long? P48 { get; set; }
    public bool P49 { get; set; }
    public int P50 { get; set; }
    public string? P51 { get; set; }
    public double P52 { get; set; }
    public long? P53 { get; set; }
    public bool P54 { get; set; }
    public int P55 { get; set; }
    public string? P56 { get; set; }
    public double P57 { get; set; }
    public long? P58 { get; set; }
    public bool P59 { get; set; }
    public int P60 { get; set; }
    public string? P61 { get; set; }
    public double P62 { get; set; }
    public long? P63 { get; set; }
    public bool P64 { get; set; }
    public int P65 { get; set; }
    public string? P66 { get; set; }
    public double P67 { get; set; }
    public long? P68 { get; set; }
    public bool P69 { get; set; }
}
